// When what is held leaves is said as the core tells it: however near the end of the hold is, nothing is said to leave
// that stays.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './modules.mjs';
import { messages, REASONS, RECORDING, STAYS, statusFor } from './pages.mjs';

const held = (leavesIn, sealed = false) => ({ leavesIn, sealed });
const HOUR = 3_600_000;

for (const language of ['en', 'de']) {
  test(`what keeps things here is said, and else when they leave (${language})`, async () => {
    const { leaving } = await load('ui/leaving.ts', language);
    const texts = await messages(language);
    const hour = texts.leaves_in.replace('$1', { en: '1 hour', de: '1 Stunde' }[language]);
    const cases = [
      ...STAYS.flatMap((stays) => [
        [{ stays }, [held(HOUR)], texts[`leaves_${stays}`]],
        [{ stays }, [held(0), held(null)], texts[`leaves_${stays}`]],
        [{ stays }, [held(0, true)], texts[`leaves_${stays}`]],
        [{ stays }, [], ''],
      ]),
      [{}, [held(2 * HOUR), held(HOUR)], hour],
      [{}, [held(HOUR), held(null)], hour],
      [{}, [held(HOUR), held(0)], texts.leaves_now],
      [{}, [held(null)], texts.leaves_by_hand],
      [{}, [held(0, true)], ''],
      [{}, [], ''],
    ];
    assert.ok(STAYS.length > 0);
    for (const [how, parts, words] of cases) {
      assert.equal(leaving({ ...RECORDING, ...how }, parts), words, JSON.stringify([how, parts]));
    }
    // Whatever the tab says: it is the core's word that counts.
    for (const reason of REASONS) {
      assert.equal(leaving({ ...statusFor(reason), stays: null }, [held(HOUR)]), hour, reason);
    }
  });
}
