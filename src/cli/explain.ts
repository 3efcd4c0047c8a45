import type { Env } from '../core/env.ts';
import { isSsoError } from '../core/errors.ts';
import { type Diagnosis, likelyCause } from '../diagnosis/index.ts';
import type { Login } from '../identity/login.ts';
import { explainOptions } from './explain-options.ts';
import { type Explanation, explanationOf } from './explanation.ts';
import { explanationText, todo } from './explanation-text.ts';
import { fileOctets } from './given.ts';
import { type Given, lineOf, onlyPlace } from './options.ts';
import { type ExitCode, exitCodes, jsonText, paintOf, type Terminal } from './terminal.ts';
import { productNamed, type Trial, trialOf } from './trial.ts';

/** `signon explain FILE|-`: why an answer is refused, or who it signs in. @throws SsoError, Unreadable */
export async function explainCommand(words: readonly string[], terminal: Terminal, env: Env): Promise<ExitCode> {
  const { given, places } = lineOf(words, explainOptions);
  const file = onlyPlace(places, 'FILE');
  const trial = await trialOrDiagnosis(given, terminal, env);
  if ('cause' in trial) return unusable(trial, given.json === true, terminal);
  const explanation = await explanationOf(await fileOctets(file, terminal), trial, given['refused-as']);
  const showing = { hidePersonal: given['hide-personal'] === true, instantGiven: given.now !== undefined };
  terminal.write(
    given.json === true
      ? jsonText(forMachines(explanation, showing.hidePersonal))
      : explanationText(explanation, paintOf(terminal), showing),
  );
  return explanation.diagnosis === undefined ? exitCodes.accepted : exitCodes.refused;
}

/** What to hold it against; where the metadata is none that could be used, why. */
async function trialOrDiagnosis(given: Given<typeof explainOptions>, terminal: Terminal, env: Env): Promise<Trial | Diagnosis> {
  try {
    return await trialOf(given, terminal, env);
  } catch (error) {
    const product = productNamed(given.provider);
    const about = isSsoError(error) && /^(?:metadata|xml|saml)\./.test(error.code) ? likelyCause(error, product && { product }) : undefined;
    if (about === undefined) throw error;
    return about;
  }
}

function unusable(diagnosis: Diagnosis, json: boolean, terminal: Terminal): ExitCode {
  const paint = paintOf(terminal);
  terminal.write(json ? jsonText({ verdict: 'unreadable', ...diagnosis }) : `${diagnosis.what}\n\n${todo(diagnosis, paint).join('\n')}\n`);
  return exitCodes.unreadable;
}

function forMachines({ login, ...explanation }: Explanation, hidePersonal: boolean): object {
  return {
    verdict: explanation.diagnosis === undefined ? 'accepted' : 'refused',
    ...explanation,
    ...(login === undefined ? {} : { person: person(login, hidePersonal) }),
  };
}

function person({ identity: { subject, attributes } }: Login, hidePersonal: boolean): object {
  const { format } = subject ?? {};
  return {
    subject: subject === undefined || hidePersonal ? { format } : subject,
    attributes: attributes.map(({ name, values }) => (hidePersonal ? { name } : { name, values })),
  };
}
