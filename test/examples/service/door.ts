import type { Caller } from '../../../src/web/index.ts';
import { productPage, signedOutPage } from './pages.ts';
import type { Installation } from './products.ts';
import type { SignIn } from './sign-in.ts';

/** What is around a product. */
export interface Surroundings {
  readonly url: string;
  readonly products: readonly Installation[];
  /** Where the providers are. */
  readonly idp: string;
  readonly op: string;
}

/** What answers under the path of a product: the sign-in service, the product's own REST interface, and its pages for whoever is signed in. */
export function door(installation: Installation, { web, sessions, arrivalOf }: SignIn, { url, products, idp, op }: Surroundings) {
  const { path, home, product } = installation;
  return async (request: Request, from: Caller): Promise<Response | undefined> => {
    const answer = await web.answer(request, from);
    if (answer !== undefined) return answer;
    const { pathname, search } = new URL(request.url);
    if (pathname === '/' && path === products[0]?.path) return Response.redirect(`${url}${home}`, 303);
    if (pathname !== path && !pathname.startsWith(`${path}/`)) return undefined;
    if (pathname.startsWith(`${path}/rest/`)) return await called(installation, request, `${url}${pathname}${search}`);
    const signedIn = await sessions.of(request);
    if (pathname === `${path}/sign-out` && request.method === 'POST') {
      const elsewhere = signedIn?.identity.provider === 'partners' ? `${op}/session/end` : `${idp}/sign-out`;
      const page = signedOutPage(installation, elsewhere);
      page.headers.append('set-cookie', await sessions.end(request));
      return page;
    }
    const arrival = signedIn === undefined ? undefined : arrivalOf(signedIn.identity);
    if (arrival === undefined) return await web.challenge(request);
    return productPage(installation, arrival, await product.groupsOf(arrival.report.user), products);
  };
}

/** A call of its REST interface, as the adapter makes it: to the product that is none. */
async function called({ fake }: Installation, request: Request, address: string): Promise<Response> {
  const { method, headers } = request;
  const body = method === 'GET' ? {} : { body: await request.text() };
  return await fake.env.fetch(address, { method, headers, ...body });
}
