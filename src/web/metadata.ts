import { metadata } from '../saml/administration.ts';
import { unkept } from './pages/answer.ts';
import { type PlainResponse, plainResponse } from './plain-response.ts';
import type { Meeting } from './routes.ts';
import type { Visit } from './visit.ts';

/** Our metadata, as it is now. @see SAMLMeta 4.1 */
export async function publish({ request, env }: Visit, { connections: [connection] }: Meeting): Promise<PlainResponse> {
  // Sound: only connections by SAML have such a place.
  const { sp } = connection as Extract<typeof connection, { protocol: 'saml' }>;
  const body = request.method === 'HEAD' ? null : await metadata(sp, env);
  return plainResponse(200, { 'content-type': 'application/samlmetadata+xml', ...unkept }, body);
}
