// The binary `candor`: its server as a child process, its tools as functions.
import { execFile, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const BINARY = join(process.env.CARGO_TARGET_DIR ?? 'target', 'debug', 'candor');

/** Makes the keys of a server and a recipient in `dir`. Returns what the policy has to say about them. */
export async function makeKeys(dir) {
  await run(BINARY, ['keygen', '--out', dir]);
  return JSON.parse(await readFile(join(dir, 'policy.json'), 'utf8'));
}

/** An ingest server with its store in `dir`/store, its keys in `dir`/keys and its log in `dir`/ingest.log. */
export class Ingest {
  #child;
  #dir;

  constructor(dir, port) {
    this.#dir = dir;
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** Starts it and waits until it answers. */
  async start() {
    const log = createWriteStream(join(this.#dir, 'ingest.log'), { flags: 'a' });
    const key = join(this.#dir, 'keys', 'server.key');
    const args = ['serve', '--listen', `127.0.0.1:${this.port}`, '--store', storeUrl(this.#dir), '--key', key];
    // A group of its own: Ctrl-C in the terminal is for the caller, who stops the server after the browser.
    this.#child = spawn(BINARY, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    this.#child.stdout.pipe(log);
    this.#child.stderr.pipe(log);
    const child = this.#child;
    const ended = new Promise((_, failed) => {
      child.once('error', failed);
      child.once('exit', (code) => failed(new Error(`candor serve ended with ${code}: see ${this.#dir}/ingest.log`)));
    });
    ended.catch(() => {});
    await Promise.race([answers(`${this.url}/v1/health`), ended]);
  }

  /** Lets what is under way come to an end. */
  stop() {
    return this.#end('SIGTERM');
  }

  /** Ends it on the spot. */
  kill() {
    return this.#end('SIGKILL');
  }

  async #end(signal) {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    await gone;
  }
}

/** Opens the store in `dir` with its key into `dir`/opened, and reads all records in order of sessions and `seq`. */
export async function openStore(dir) {
  const out = join(dir, 'opened');
  await rm(out, { recursive: true, force: true });
  const key = join(dir, 'keys', 'recipient.key');
  await run(BINARY, ['open', '--store', storeUrl(dir), '--key', key, '--out', out], { maxBuffer: 1 << 28 });
  return readOpened(out);
}

/** Writes the timeline of the store in `dir`, and says where. */
export async function writeTimeline(dir) {
  const out = join(dir, 'timeline.html');
  const key = join(dir, 'keys', 'recipient.key');
  await run(BINARY, ['view', '--store', storeUrl(dir), '--key', key, '--out', out]);
  return out;
}

/** A port that is free now. */
export async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

const storeUrl = (dir) => `file:${join(dir, 'store')}`;

async function readOpened(out) {
  const files = await readdir(out, { recursive: true });
  const records = [];
  for (const file of files.filter((name) => name.endsWith('.ndjson')).sort()) {
    for (const line of (await readFile(join(out, file), 'utf8')).split('\n')) {
      if (line) records.push({ ...JSON.parse(line), session: file });
    }
  }
  return { dir: out, records };
}

async function answers(url) {
  for (;;) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((again) => setTimeout(again, 20));
  }
}
