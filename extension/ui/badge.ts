// What the toolbar button shows. Every state has a shape and a text of its own, so that none depends on its colour.

import type { Reason, TabState } from '../../schema/messages';

/** A family of states that look alike; also the name of the icons in `icons/`. */
export type Look = 'recording' | 'idle' | 'paused' | 'off' | 'trouble';

/** The toolbar button. */
export interface Badge {
  /** Key of its text in `_locales`, which has at most three characters; empty for no badge. */
  text: string;
  /** Background of the badge. */
  colour: string;
  /** Icon: `icons/${icon}-{16,32,48}.png`. */
  icon: Look;
  /** Key of the tooltip in `_locales`. */
  title: string;
}

const LOOKS: Record<Reason, Look> = {
  noPolicy: 'idle',
  invalidPolicy: 'trouble',
  unknownRegion: 'trouble',
  unsealed: 'trouble',
  exemptRegion: 'idle',
  exemptPlace: 'idle',
  exemptZone: 'idle',
  noConsent: 'idle',
  declined: 'off',
  widened: 'idle',
  off: 'off',
  paused: 'paused',
  outsideHours: 'paused',
  halted: 'paused',
  budgetSpent: 'paused',
  trouble: 'trouble',
  clock: 'trouble',
  incognito: 'idle',
  blockedSite: 'idle',
  notAllowedSite: 'idle',
  sensitivePage: 'idle',
  leftOut: 'off',
  notReached: 'idle',
};

/** White text on each of them has a contrast of at least 4.5 to 1. */
const COLOURS: Record<Look, string> = {
  recording: '#c01f3d',
  idle: '#5f6772',
  paused: '#2f64c4',
  off: '#5f6772',
  trouble: '#a85505',
};

const TEXTS: Record<Look, string> = {
  recording: 'badge_recording',
  idle: '',
  paused: 'badge_paused',
  off: 'badge_off',
  trouble: 'badge_trouble',
};

/** The name of a state: its reason, or `recording`. Texts about it begin with it: `NAME_title`, `NAME_text`, `NAME_remedy`. */
export function nameOf(state: TabState): Reason | 'recording' {
  return state.state === 'recording' ? 'recording' : state.reason;
}

/** How a state looks. */
export function lookOf(state: TabState): Look {
  return state.state === 'recording' ? 'recording' : LOOKS[state.reason];
}

/** The toolbar button for a state. */
export function badge(state: TabState): Badge {
  const name = nameOf(state);
  const icon = lookOf(state);
  const text = name === 'noConsent' || name === 'widened' ? 'badge_asks' : TEXTS[icon];
  return { text, colour: COLOURS[icon], icon, title: `${name}_title` };
}
