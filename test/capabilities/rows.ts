/**
 * The capabilities that the adapters, the choice of a provider and the handlers must have, as rows of the list that they were made from. Each has a test
 * in this folder whose name begins with `row 16:`, or a line in the README that names it as `row 62`.
 */
export const demanded: readonly number[] = [
  ...[1, 2, 3, 4, 5, 6, 7, 11],
  ...[16, 17, 18, 19, 20, 21, 26, 27, 28],
  ...[32, 33, 34, 35, 36, 37, 38, 39, 41, 42, 43, 45, 46, 47],
  ...[48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59],
  ...[60, 61, 62, 63, 64, 65, 66, 67],
  ...[69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 82, 84, 85],
];
