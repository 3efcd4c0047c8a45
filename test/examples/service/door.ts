import type { WebHandler } from '../../../src/node/index.ts';
import { productPage } from './pages.ts';
import type { Installation } from './products.ts';
import type { SignIn } from './sign-in.ts';

/** What answers under the path of a product: the sign-in service, the REST interface of the product, and its pages for whoever is signed in. */
export function door(
  installation: Installation,
  { web, sessions, arrivalOf }: SignIn,
  url: string,
  products: readonly Installation[],
): WebHandler {
  const { path, home, product } = installation;
  return async (request, from) => {
    const answer = await web.answer(request, from);
    if (answer !== undefined) return answer;
    const { pathname, search } = new URL(request.url);
    if (pathname === '/' && path === products[0]?.path) return Response.redirect(`${url}${home}`, 303);
    if (pathname !== path && !pathname.startsWith(`${path}/`)) return undefined;
    if (pathname.startsWith(`${path}/rest/`)) return await called(installation, request, `${url}${pathname}${search}`);
    const signedIn = await sessions.of(request);
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
