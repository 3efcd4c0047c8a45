/** The half of pako that reads, by itself: the package has it, and its types only for the whole. */
declare module 'pako/browser/inflate' {
  export { Inflate } from 'pako';
}
