import { type AnySsoError, type ErrorCode, isSsoError } from '../../src/core/errors.ts';

/** The code with which something is refused, or `accepted`. Any other error is a defect and fails the test that met it. */
export function refusal(action: () => unknown): ErrorCode | 'accepted' {
  try {
    action();
    return 'accepted';
  } catch (error) {
    return codeOf(error);
  }
}

/** The same for what answers later. */
export async function laterRefusal(action: () => Promise<unknown>): Promise<ErrorCode | 'accepted'> {
  try {
    await action();
    return 'accepted';
  } catch (error) {
    return codeOf(error);
  }
}

/** The error with which something is refused later; that nothing is refused is an error, too. */
export async function refusalOf(action: () => Promise<unknown>): Promise<AnySsoError> {
  try {
    await action();
  } catch (error) {
    if (isSsoError(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** The rules that refuse something later, in their order. */
export async function failedRules(action: () => Promise<unknown>): Promise<readonly string[]> {
  const error = await refusalOf(action);
  if (!('findings' in error.details)) throw error;
  return error.details.findings.filter(({ outcome }) => outcome === 'failed').map(({ rule }) => rule);
}

/** The details of a refusal, for the tests that look at a position, a field or a reason. */
export function refusalDetails(action: () => unknown): object {
  try {
    action();
  } catch (error) {
    if (isSsoError(error)) return error.details;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** The code of an error of ours. */
export function codeOf(error: unknown): ErrorCode {
  if (isSsoError(error)) return error.code;
  throw error;
}
