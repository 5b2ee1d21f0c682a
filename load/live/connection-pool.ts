/**
 * Connections for an open model: a request takes the one that was free last, else waits for
 * whichever is free first, while new ones are opened a few at a time. A stall of a moment asks for
 * hundreds of connections, whose handshakes would make the next stall; and a request that is tied
 * to one of them would wait for all before it.
 */
import { Client, type Dispatcher } from 'undici';

export interface ConnectionPool {
  request(options: Dispatcher.RequestOptions): Promise<Answered>;
  destroy(): Promise<void>;
}

export interface Answered {
  status: number;
  body: string;
}

const OPENING_MAX = 8;

export function createConnectionPool(
  origin: string,
  most: number,
  options: Client.Options,
): ConnectionPool {
  return new FewOpeningPool(origin, most, options);
}

class FewOpeningPool implements ConnectionPool {
  readonly #origin: string;
  readonly #most: number;
  readonly #options: Client.Options;
  readonly #all: Client[] = [];
  readonly #free: Client[] = [];
  readonly #waiting: ((client: Client) => void)[] = [];
  #opening = 0;

  constructor(origin: string, most: number, options: Client.Options) {
    this.#origin = origin;
    this.#most = most;
    this.#options = options;
  }

  async request(asked: Dispatcher.RequestOptions): Promise<Answered> {
    const client = await this.#take();
    try {
      const { statusCode, body } = await client.request(asked);
      return { status: statusCode, body: await body.text() };
    } finally {
      this.#release(client);
    }
  }

  async destroy(): Promise<void> {
    await Promise.all(this.#all.map((client) => client.destroy()));
  }

  #take(): Client | Promise<Client> {
    const client = this.#free.pop();
    if (client) return client;
    if (this.#mayOpen()) return this.#open();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  #release(client: Client): void {
    const next = this.#waiting.shift();
    if (next) next(client);
    else this.#free.push(client);
  }

  #mayOpen(): boolean {
    return this.#opening < OPENING_MAX && this.#all.length < this.#most;
  }

  #open(): Client {
    const client = new Client(this.#origin, { ...this.#options, pipelining: 1 });
    this.#all.push(client);
    this.#opening += 1;
    const opened = once(() => {
      this.#opening -= 1;
      while (this.#waiting.length > 0 && this.#mayOpen()) this.#waiting.shift()?.(this.#open());
    });
    client.once('connect', opened).once('connectionError', opened);
    return client;
  }
}

function once(run: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    run();
  };
}
