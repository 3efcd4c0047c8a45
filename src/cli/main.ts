#!/usr/bin/env node
import { systemEnv } from '#env';
import { octetsOf, octetsOfFile } from '../node/octets.ts';
import { run } from './run.ts';
import type { Terminal } from './terminal.ts';

/** As much as metadata may have. */
const mostOctets = 104_857_600;

const terminal: Terminal = {
  read: (file) => (file === '-' ? octetsOf(process.stdin, mostOctets) : octetsOfFile(file, mostOctets)),
  write: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
  // https://no-color.org: whatever it is set to, unless that is nothing.
  coloured: process.stdout.isTTY === true && (process.env['NO_COLOR'] ?? '') === '',
};

// Whoever reads the first lines only has had enough.
process.stdout.on('error', () => undefined);
void run(process.argv.slice(2), terminal, systemEnv).then((code) => {
  process.exitCode = code;
});
