// The toolbar button: what is recorded, and what is not, can be told apart without its colour.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { load } from './modules.mjs';
import { messages, REASONS } from './pages.mjs';

const { badge } = await load('ui/badge.ts');
const not = (reason) => ({ state: 'not', reason });

test('recording, paused, off, not here and trouble differ in icon and in text', async () => {
  const cases = [
    [{ state: 'recording' }, 'recording', 'REC'],
    [not('paused'), 'paused', '‖'],
    [not('off'), 'off', 'OFF'],
    [not('notAllowedSite'), 'idle', ''],
    [not('blockedSite'), 'idle', ''],
    [not('trouble'), 'trouble', '!'],
    // The same shape as elsewhere, and a question.
    [not('noConsent'), 'idle', '?'],
  ];
  const texts = { en: await messages('en'), de: await messages('de') };
  for (const [state, icon, text] of cases) {
    const shown = badge(state);
    assert.deepEqual([shown.icon, texts.en[shown.text] ?? ''], [icon, text], JSON.stringify(state));
    // In a toolbar there is room for as much.
    const words = [texts.en, texts.de].map((all) => all[shown.text] ?? '');
    assert.ok(
      words.every((word) => word.length <= 3 && Boolean(word) === Boolean(text)),
      JSON.stringify(words),
    );
  }
  for (const language of Object.values(texts)) {
    const shown = cases.slice(0, 4).map(([state]) => language[badge(state).text]);
    assert.equal(new Set(shown).size, shown.length);
  }
  const families = cases.filter(([state]) => !['blockedSite', 'noConsent'].includes(state.reason));
  for (const part of ['icon', 'text']) {
    assert.equal(new Set(families.map(([state]) => badge(state)[part])).size, families.length, part);
  }
});

test('nothing but recording looks like it, and every state has an icon and a title of its own', async () => {
  const recording = badge({ state: 'recording' });
  const texts = { en: await messages('en'), de: await messages('de') };
  const titles = new Set([recording.title]);
  for (const reason of REASONS) {
    const shown = badge(not(reason));
    for (const part of ['icon', 'text', 'colour', 'title']) assert.notEqual(shown[part], recording[part], reason);
    for (const language of ['en', 'de']) assert.ok(texts[language][shown.title], `${language}: ${shown.title}`);
    for (const size of [16, 32, 48]) assert.ok(existsSync(`extension/icons/${shown.icon}-${size}.png`), shown.icon);
    titles.add(shown.title);
  }
  assert.equal(titles.size, REASONS.length + 1);
});
