// What stands between the browser and the ingest server: it keeps every request's bytes, and can be told to get in the
// way of the next one.
import { Agent, createServer, request as send } from 'node:http';
import { buffer } from 'node:stream/consumers';

export class Wire {
  /** Every request: method, path, headers and body, as bytes. */
  requests = [];
  /** Connections taken, with or without a request. */
  connections = 0;
  /** Requests that the server has answered, whether or not the browser knows. */
  answered = 0;
  #server;
  #target;
  #trap;
  #agent = new Agent();

  /** How many requests sent something, or had it deleted: all but questions. */
  get sent() {
    return this.requests.filter(({ method }) => method !== 'GET').length;
  }

  /** `target` is the port to pass requests on to. */
  async start(target) {
    this.#target = target;
    this.#server = createServer((request, response) => void this.#pass(request, response));
    this.#server.on('connection', () => {
      this.connections += 1;
    });
    await new Promise((listening) => this.#server.listen(0, '127.0.0.1', listening));
    this.url = `http://127.0.0.1:${this.#server.address().port}`;
  }

  /**
   * The next request that `wanted` picks falls into a trap: `before` runs when its body is here and nothing was passed
   * on, `after` when the server has answered and the browser does not know. The browser sees a broken connection, or
   * `answer`, of which the server knows nothing. Resolves when that has happened.
   */
  trap(wanted, { before, after, answer }) {
    return new Promise((sprung) => {
      this.#trap = { wanted, before, after, answer, sprung };
    });
  }

  async #pass(request, response) {
    const body = await buffer(request);
    const { method, url, headers } = request;
    this.requests.push({ method, url, headers, body });
    const trap = this.#trap?.wanted({ method, url }) ? this.#trap : undefined;
    if (trap) this.#trap = undefined;
    if (trap?.answer) {
      response.writeHead(trap.answer.status, trap.answer.headers).end(trap.sprung);
      return;
    }
    if (trap?.before) {
      await trap.before();
    } else {
      const answer = await this.#forward({ method, url, headers, body }).catch(() => undefined);
      if (answer) this.answered += 1;
      if (!trap && answer) {
        response.writeHead(answer.status, answer.headers).end(answer.body);
        return;
      }
      await trap?.after?.();
    }
    request.socket.destroy();
    trap?.sprung();
  }

  #forward({ method, url, headers, body }) {
    return new Promise((answered, failed) => {
      const onward = send(
        { host: '127.0.0.1', port: this.#target, method, path: url, headers, agent: this.#agent },
        async (answer) => {
          const content = await buffer(answer);
          answered({ status: answer.statusCode, headers: answer.headers, body: content });
        },
      );
      onward.once('error', failed);
      onward.end(body);
    });
  }

  async stop() {
    this.#agent.destroy();
    if (!this.#server) return;
    const closed = new Promise((done) => this.#server.close(done));
    this.#server.closeAllConnections();
    await closed;
  }
}
