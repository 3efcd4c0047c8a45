import { artifactCases } from './cases/artifact.ts';
import { artifactForgeryCases } from './cases/artifact-forgeries.ts';
import { artifactResponseCases } from './cases/artifact-response.ts';
import { c14nCases } from './cases/c14n.ts';
import { callbackAnswerCases } from './cases/callback.ts';
import { callbackErrorCases } from './cases/callback-errors.ts';
import { callbackTokenCases } from './cases/callback-tokens.ts';
import { dsigAlgorithmCases } from './cases/dsig-algorithms.ts';
import { dsigProfileCases } from './cases/dsig-profile.ts';
import { dsigValueCases } from './cases/dsig-values.ts';
import { handoverCases } from './cases/handover.ts';
import { handoverFormCases } from './cases/handover-forms.ts';
import { idTokenClaimCases } from './cases/id-token-claims.ts';
import { idTokenEntraCases } from './cases/id-token-entra.ts';
import { idTokenHashCases } from './cases/id-token-hashes.ts';
import { idTokenMicrosoftCases } from './cases/id-token-microsoft.ts';
import { idTokenProductCases } from './cases/id-token-products.ts';
import { idTokenRefreshedCases } from './cases/id-token-refreshed.ts';
import { idTokenRuleCases } from './cases/id-token-rules.ts';
import { idTokenServiceCases } from './cases/id-token-services.ts';
import { idTokenTimeCases } from './cases/id-token-times.ts';
import { jwsAlgorithmCases } from './cases/jws-algorithms.ts';
import { jwsEncryptedCases } from './cases/jws-encrypted.ts';
import { jwsFormCases } from './cases/jws-forms.ts';
import { jwsKeyCases } from './cases/jws-keys.ts';
import { logoutForgeryCases } from './cases/logout-forgeries.ts';
import { logoutRequestCases } from './cases/logout-requests.ts';
import { logoutResponseCases } from './cases/logout-responses.ts';
import { logoutTokenCases } from './cases/logout-token.ts';
import { metadataRoleCases } from './cases/metadata.ts';
import { metadataContentCases } from './cases/metadata-contents.ts';
import { metadataTrustCases } from './cases/metadata-trust.ts';
import { postCases } from './cases/post.ts';
import { encryptedProductCases } from './cases/products-encrypted.ts';
import { keycloakCases } from './cases/products-keycloak.ts';
import { microsoftCases } from './cases/products-microsoft.ts';
import { openSamlCases } from './cases/products-open-saml.ts';
import { prefixedCases } from './cases/products-prefixed.ts';
import { redirectCases } from './cases/redirect.ts';
import { redirectSignatureCases } from './cases/redirect-signatures.ts';
import { responseAudienceCases } from './cases/response-audience.ts';
import { responseClaimCases } from './cases/response-claims.ts';
import { responseEncryptedCases } from './cases/response-encrypted.ts';
import { responseEncryptionFailureCases } from './cases/response-encryption-failures.ts';
import { responseEncryptionFormCases } from './cases/response-encryption-forms.ts';
import { responseEncryptionPartCases } from './cases/response-encryption-parts.ts';
import { responsePartCases } from './cases/response-parts.ts';
import { responseRuleCases } from './cases/response-rules.ts';
import { responseScopeCases } from './cases/response-scopes.ts';
import { responseShapeCases } from './cases/response-shapes.ts';
import { responseStrippingCases } from './cases/response-stripping.ts';
import { responseTimeCases } from './cases/response-times.ts';
import { responseWrappingCases } from './cases/response-wrapping.ts';
import { tokenResponseCases } from './cases/token-responses.ts';
import { userInfoCases } from './cases/user-info.ts';
import { xmlCases } from './cases/xml.ts';
import type { Case } from './workshop.ts';

/** Every vector that there is to be. */
export const allCases: readonly Case[] = [
  ...xmlCases,
  ...c14nCases,
  ...dsigAlgorithmCases,
  ...dsigProfileCases,
  ...dsigValueCases,
  ...redirectCases,
  ...redirectSignatureCases,
  ...postCases,
  ...metadataRoleCases,
  ...metadataContentCases,
  ...metadataTrustCases,
  ...responseRuleCases,
  ...responseAudienceCases,
  ...responseTimeCases,
  ...responseClaimCases,
  ...responseScopeCases,
  ...responseShapeCases,
  ...responsePartCases,
  ...responseWrappingCases,
  ...responseStrippingCases,
  ...microsoftCases,
  ...openSamlCases,
  ...keycloakCases,
  ...prefixedCases,
  ...encryptedProductCases,
  ...responseEncryptedCases,
  ...responseEncryptionFormCases,
  ...responseEncryptionFailureCases,
  ...responseEncryptionPartCases,
  ...artifactCases,
  ...artifactResponseCases,
  ...artifactForgeryCases,
  ...logoutRequestCases,
  ...logoutResponseCases,
  ...logoutForgeryCases,
  ...jwsFormCases,
  ...jwsAlgorithmCases,
  ...jwsKeyCases,
  ...jwsEncryptedCases,
  ...idTokenRuleCases,
  ...idTokenTimeCases,
  ...idTokenHashCases,
  ...idTokenEntraCases,
  ...idTokenClaimCases,
  ...idTokenRefreshedCases,
  ...callbackAnswerCases,
  ...callbackErrorCases,
  ...callbackTokenCases,
  ...logoutTokenCases,
  ...userInfoCases,
  ...tokenResponseCases,
  ...idTokenMicrosoftCases,
  ...idTokenProductCases,
  ...idTokenServiceCases,
  ...handoverCases,
  ...handoverFormCases,
];
