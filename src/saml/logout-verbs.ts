/** What `logout` and `readLogout` load when one of them is first used. */
export { beginLogout } from './begin-logout.ts';
export { takeLogout } from './read-logout.ts';
