/**
 * The last hop from a gateway to a server of this same process: two joined ends in memory instead
 * of a second connection through the kernel, which would cost half of what a message costs. They
 * behave as sockets do: what is sent arrives in a later turn, `destroy` alone is read as an end,
 * and only `resetAndDestroy` as a reset, which overtakes what is under way.
 */
import { Duplex } from 'node:stream';

/** What a gateway and a server ask of a socket. */
export interface Hop extends Duplex {
  resetAndDestroy(): this;
  setNoDelay(): this;
}

export function createMemoryHop(): readonly [Hop, Hop] {
  const [near, far] = [new MemoryEnd(), new MemoryEnd()];
  near.join(far);
  far.join(near);
  return [near, far];
}

/** `null`: nothing comes after it. */
type Sent = Buffer | null;

class MemoryEnd extends Duplex implements Hop {
  #other: MemoryEnd | undefined;
  readonly #underWay: Sent[] = [];
  /** The other side waits until somebody reads here. */
  #goOn: (() => void) | undefined;
  #isReset = false;

  join(other: MemoryEnd): void {
    this.#other = other;
  }

  override _read(): void {
    const goOn = this.#goOn;
    this.#goOn = undefined;
    goOn?.();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error) => void): void {
    const other = this.#other;
    if (!other || other.destroyed) done(resetError());
    else {
      other.receive(chunk);
      if (other.readableLength < other.readableHighWaterMark) done();
      else other.#goOn = done;
    }
  }

  override _final(done: () => void): void {
    this.#other?.receive(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const other = this.#other;
    if (this.#isReset || error) setImmediate(() => other?.destroy(resetError()));
    else if (!this.writableFinished) other?.receive(null);
    if (this.#isReset && other) other.#underWay.length = 0;
    this._read();
    done(error);
  }

  resetAndDestroy(): this {
    this.#isReset = true;
    return this.destroy();
  }

  /** Nothing here waits for more. */
  setNoDelay(): this {
    return this;
  }

  receive(sent: Sent): void {
    this.#underWay.push(sent);
    if (this.#underWay.length === 1) setImmediate(() => this.#arrive());
  }

  #arrive(): void {
    for (const sent of this.#underWay.splice(0)) if (!this.destroyed) this.push(sent);
  }
}

function resetError(): Error {
  return Object.assign(new Error('the other side reset the connection'), { code: 'ECONNRESET' });
}
