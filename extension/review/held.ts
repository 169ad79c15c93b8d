// Speaking with the worker about what is held: one question at a time, so that no answer is older than what was done
// before it. Each answer brings the list of parts along.

import type { FromPage, Status } from '../../schema/messages';
import { answerTo } from '../ui/ask';
import { isDeletable } from './record';
import { keyOf, Timeline } from './timeline';

export class Held {
  readonly timeline = new Timeline();
  #last: Promise<unknown> = Promise.resolve();
  #heard: (status: Status | undefined) => void;

  /** `heard` is told every answer; nothing when the worker does not answer. */
  constructor(heard: (status: Status | undefined) => void) {
    this.#heard = heard;
  }

  /** Asks what is held now. */
  list(): Promise<Status | undefined> {
    return this.#ask({ kind: 'held' });
  }

  /** Reads a part's records, unless they are here. Whether they are then. */
  async open(key: string): Promise<boolean> {
    const part = this.timeline.find(key);
    if (!part || part.sealed) return false;
    if (this.timeline.isOpened(part)) return true;
    const { lines, numbers } = (await this.#ask({ kind: 'open', part: part.id }))?.review ?? {};
    if (lines && numbers) this.timeline.put(part.id, lines, numbers);
    const now = this.timeline.find(key);
    return now !== undefined && this.timeline.isOpened(now);
  }

  /** Reads everything; `told` hears how many parts are left. Whether it is all here then. */
  async openAll(told: (left: number) => void = () => {}): Promise<boolean> {
    const unread = this.timeline.unread().map(keyOf);
    let read = true;
    for (const [place, key] of unread.entries()) {
      told(unread.length - place);
      read = (await this.open(key)) && read;
    }
    told(0);
    return read;
  }

  /** The bytes of an image; none when it is not there any more. */
  async image(key: string, image: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const part = this.timeline.find(key)?.id;
    const found = part && (await this.#ask({ kind: 'image', part, image }))?.review?.image;
    return found ? Uint8Array.fromBase64(found) : undefined;
  }

  /** What is held now need not wait any longer. Whether the worker has taken it. */
  async send(): Promise<boolean> {
    return Boolean(await this.#ask({ kind: 'sendNow' }));
  }

  /** Deletes records of parts, by the parts' keys; none for all of a part. Whether all of them are gone for certain. */
  async erase(wanted: ReadonlyMap<string, readonly number[]>): Promise<boolean> {
    let gone = true;
    for (const [key, records] of wanted) gone = (await this.#erase(key, records)) && gone;
    return gone;
  }

  async #erase(key: string, records: readonly number[]): Promise<boolean> {
    // Its name may have changed since: something else of it may have been taken out.
    await this.list();
    const part = this.timeline.find(key);
    if (!part) return false;
    if (!(await this.#ask({ kind: 'deleteRecords', part: part.id, records: [...records] }))) {
      // Nobody knows what is left: nothing is shown until the worker says it.
      this.timeline.forget();
      return false;
    }
    return part.sealed ? !this.timeline.find(key) : this.#isGone(key, records);
  }

  /** Looks whether records were deleted: the part may have been packed for its recipient before. */
  async #isGone(key: string, records: readonly number[]): Promise<boolean> {
    const part = (await this.open(key)) ? this.timeline.find(key) : undefined;
    if (!part) return false;
    const isMeant = (number = -1) => records.length === 0 || records.includes(number);
    return this.timeline.entries(part).every((entry) => !isMeant(entry.number) || !isDeletable(entry));
  }

  #ask(message: FromPage): Promise<Status | undefined> {
    const answer = this.#last.then(async () => {
      const status = await answerTo(message);
      if (status?.review) this.timeline.take(status.review.parts);
      this.#heard(status);
      return status;
    });
    this.#last = answer;
    return answer;
  }
}
