/**
 * Stores for what must be remembered between two requests.
 *
 * @packageDocumentation
 */
export { type MemoryReplayOptions, memoryReplayStore } from './memory.ts';
