import { dsigAlgorithmCases } from './cases/dsig-algorithms.ts';
import { dsigProfileCases } from './cases/dsig-profile.ts';
import { dsigValueCases } from './cases/dsig-values.ts';
import { responseAudienceCases } from './cases/response-audience.ts';
import { responseClaimCases } from './cases/response-claims.ts';
import { responseRuleCases } from './cases/response-rules.ts';
import { responseShapeCases } from './cases/response-shapes.ts';
import { responseStrippingCases } from './cases/response-stripping.ts';
import { responseTimeCases } from './cases/response-times.ts';
import { responseWrappingCases } from './cases/response-wrapping.ts';
import type { Case } from './workshop.ts';

/** Every vector that there is to be. */
export const allCases: readonly Case[] = [
  ...dsigAlgorithmCases,
  ...dsigProfileCases,
  ...dsigValueCases,
  ...responseRuleCases,
  ...responseAudienceCases,
  ...responseTimeCases,
  ...responseClaimCases,
  ...responseShapeCases,
  ...responseWrappingCases,
  ...responseStrippingCases,
];
