import type { Settings } from './settings.ts';

/** What people call the provider of a connection: its name on the page where they choose, else our local id of it. */
export function providerName({ choice }: Settings, id: string): string {
  return choice?.routing.entrance.providers.find((candidate) => candidate.id === id)?.name ?? id;
}
