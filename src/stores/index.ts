/**
 * Stores for what must be remembered between two requests. What they must promise is written at `ReplayStore`.
 *
 * @packageDocumentation
 */
export { type MemoryReplayOptions, memoryReplayStore } from './memory.ts';
export { memoryLinkStore } from './memory-links.ts';
