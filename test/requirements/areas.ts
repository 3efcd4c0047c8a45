/**
 * Areas of which nothing is built yet, as the list of requirements names them, with the issue that brings each; their requirements are
 * not in the table. Of an area that is not here every requirement is.
 */
export const areasToCome: Readonly<Record<string, string>> = {
  logout: 'Single logout and artifact binding',
};

/** Areas of optional features that are built all the same: of these, too, every requirement is in the table. */
export const featuresBuilt: readonly string[] = ['artifact', 'soap'];
