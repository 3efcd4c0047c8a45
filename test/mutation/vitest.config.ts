import { defineConfig } from 'vitest/config';
import base from '../vitest.config.ts';

/** The tests that answer in milliseconds: each mutant is held to those that reach it. */
export default defineConfig({ ...base, test: { ...base.test, include: ['test/unit/**/*.test.ts', 'test/vectors.test.ts'] } });
