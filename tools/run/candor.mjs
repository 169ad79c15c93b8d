// The binary `candor`: its server as a child process, its tools as functions.
import { execFile, spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The binary. */
export const CANDOR = join(process.env.CARGO_TARGET_DIR ?? 'target', 'debug', 'candor');

/** Makes the keys of a server and a recipient in `dir`, unless they are there. Returns what the policy says of them. */
export async function makeKeys(dir) {
  if (!existsSync(join(dir, 'policy.json'))) await run(CANDOR, ['keygen', '--out', dir]);
  return JSON.parse(await readFile(join(dir, 'policy.json'), 'utf8'));
}

/** An ingest server with its store in `dir`/store, its keys in `dir`/keys and its log in `dir`/ingest.log. */
export class Ingest {
  #child;
  #dir;

  /** Takes a free port at the first start, and keeps it. */
  constructor(dir) {
    this.#dir = dir;
    this.port = 0;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts it and waits until it listens. */
  async start() {
    const log = createWriteStream(join(this.#dir, 'ingest.log'), { flags: 'a' });
    const key = join(this.#dir, 'keys', 'server.key');
    const args = ['serve', '--listen', `127.0.0.1:${this.port}`, '--store', storeUrl(this.#dir), '--key', key];
    // A group of its own: Ctrl-C in the terminal is for the caller, who stops the server after the browser.
    const child = spawn(CANDOR, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    this.#child = child;
    child.stderr.pipe(log);
    this.port = await new Promise((listening, failed) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const port = /^listening on http:\/\/127\.0\.0\.1:(\d+)$/.exec(line)?.[1];
        if (port) listening(Number(port));
      });
      child.once('error', failed);
      child.once('exit', (code) => failed(new Error(`candor serve ended with ${code}: see ${this.#dir}/ingest.log`)));
    });
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

/**
 * Opens the store in `dir` with its key into `dir`/opened, and reads all records in order of sessions and `seq`. Each
 * has its `session` and `subject` added. Fails when anything in the store does not fit.
 */
export async function openStore(dir) {
  const out = join(dir, 'opened');
  await rm(out, { recursive: true, force: true });
  const key = join(dir, 'keys', 'recipient.key');
  const args = ['open', '--store', storeUrl(dir), '--key', key, '--out', out, '--json'];
  const { stdout } = await run(CANDOR, args, { maxBuffer: 1 << 28 });
  return { dir: out, summary: JSON.parse(stdout), records: await readOpened(out, dir) };
}

/** Opens the store in `dir` without a key into `dir`/sealed. Returns the folder. */
export async function openWithoutKey(dir) {
  const out = join(dir, 'sealed');
  const opened = run(CANDOR, ['open', '--store', storeUrl(dir), '--out', out]);
  const code = await opened.then(
    () => 0,
    (error) => error.code,
  );
  if (code !== 4) throw new Error(`candor open without a key ended with ${code}, not with 4`);
  return out;
}

/** Writes the timeline of the store in `dir`, and says where. */
export async function writeTimeline(dir) {
  const out = join(dir, 'timeline.html');
  const key = join(dir, 'keys', 'recipient.key');
  await run(CANDOR, ['view', '--store', storeUrl(dir), '--key', key, '--out', out]);
  return out;
}

const storeUrl = (dir) => `file:${join(dir, 'store')}`;

/** All records: sessions in the order in which they reached the store, which alone knows it, each by `seq`. */
async function readOpened(out, dir) {
  const records = [];
  for (const subject of await readdir(out)) {
    const arrivals = await arrivalsOf(out, dir, subject);
    const files = await readdir(join(out, subject));
    const sessions = files.flatMap((name) => /^([a-z2-7]{24})\.ndjson$/.exec(name)?.[1] ?? []);
    for (const session of sessions.sort((a, b) => arrivals.get(a) - arrivals.get(b))) {
      const file = `${session}.ndjson`;
      for (const line of (await readFile(join(out, subject, file), 'utf8')).trimEnd().split('\n')) {
        records.push({ ...JSON.parse(line), session, subject });
      }
    }
  }
  return records;
}

/** When the first batch of each session was stored. */
async function arrivalsOf(out, dir, subject) {
  const arrivals = new Map();
  const lines = await readFile(join(out, subject, 'envelopes.ndjson'), 'utf8').catch(() => '');
  for (const line of lines.split('\n').filter(Boolean)) {
    const { batch, envelope } = JSON.parse(line);
    const { mtimeMs } = await stat(join(dir, 'store', 'subjects', subject, 'batches', batch));
    arrivals.set(envelope.session, Math.min(mtimeMs, arrivals.get(envelope.session) ?? Number.POSITIVE_INFINITY));
  }
  return arrivals;
}
