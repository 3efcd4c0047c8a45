import { defineConfig } from 'vitest/config';
import base from '../vitest.config.ts';

/** The tests of single units, each of which answers in milliseconds: what all of them together do not notice, no other has to. */
const include = ['test/unit/**/*.test.ts'];
const exclude = ['**/hostile.test.ts', '**/attack.test.ts'];

export default defineConfig({ ...base, test: { ...base.test, include, exclude } });
