// The terms of the policy in words: what is recorded where, who receives it, and for how long. What comes from the policy
// stays text, whatever it consists of.

import type { Notice, RecordedSite, Status, Terms } from '../../schema/messages';
import { text } from '../browser';
import { element, fill, make, setText, show } from './page';
import { destination, siteName } from './places';
import { count, minutes } from './words';

const part = (id: string): HTMLElement => element(id, HTMLElement);

/** Shows them; of a policy that is not there, that it is not. */
export function showTerms({ terms }: Status): void {
  fill(part('sites'), terms?.sites ?? [], site);
  show(!terms, part('sites-none'));
  show(Boolean(terms), ...document.querySelectorAll<HTMLElement>('[data-terms]'));
  if (!terms) return;
  setText(part('where'), text('terms_where', destination(terms.endpoint), days(terms.pseudonymDays)));
  setText(part('pictures'), text('terms_pictures', count(terms.frameLongEdge), count(terms.frameQuality)));
  show(
    terms.sites.some(({ frames }) => frames !== 'off'),
    part('pictures'),
  );
  setText(part('shipped'), text('terms_shipped', count(terms.shippedBlocks)));
  setText(part('rules'), text('terms_rules', count(terms.extraRules)));
  show(terms.extraRules > 0, part('rules'));
  setText(part('blocked-count'), text('terms_blocked', count(terms.blockedSites.length)));
  fill(part('blocked'), terms.blockedSites, (pattern) => listed(make('code', pattern)));
  show(terms.blockedSites.length > 0, part('blocked-more'));
  const keys = new Intl.ListFormat(text('language'), { type: 'disjunction' }).format(terms.recipientKeys);
  setText(part('sealed'), keys ? text('terms_sealed', keys) : text('terms_unsealed'));
  setText(
    part('hold'),
    terms.holdMinutes > 0 ? text('terms_hold', minutes(terms.holdMinutes)) : text('held_not_at_all'),
  );
  setText(part('retention'), text('terms_retention', days(terms.retentionDays)));
  show(!terms.notice, part('notice-none'));
  fill(part('notice'), entries(terms), ([name, value]) => {
    const item = make('div', '');
    item.append(make('dt', name), make('dd', value));
    return item;
  });
}

/** A site and what is recorded on it. */
function site({ label, keys, clicks, frames, trustCanvas, trustTerminal, aria }: RecordedSite): HTMLElement {
  const item = make('li', '');
  item.append(siteName(label));
  const what = [
    clicks ? text('terms_clicks') : text('terms_no_clicks'),
    keys ? text('terms_keys') : text('terms_no_keys'),
    pictures(frames),
    ...(trustCanvas && frames !== 'off' ? [text('terms_canvas')] : []),
    ...(trustTerminal && keys ? [text('terms_terminal')] : []),
    ...(aria ? [frames === 'full' ? text('terms_aria') : text('terms_aria_surface')] : []),
  ];
  const list = make('ul', '');
  list.append(...what.map((words) => make('li', words)));
  item.append(list);
  return item;
}

function pictures(frames: RecordedSite['frames']): string {
  switch (frames) {
    case 'full':
      return text('terms_full');
    case 'surface':
      return text('terms_surface');
    case 'off':
      return text('terms_no_pictures');
  }
}

/** All of the notice, and what it is a notice of. */
function entries({ notice, region, policy }: Terms): [string, string][] {
  const words: [string, string | null | undefined][] = [
    ...(notice ? noticeEntries(notice) : []),
    [text('terms_region'), regionName(region)],
    [text('terms_digest'), policy],
  ];
  return words.flatMap(([name, value]) => (value ? [[name, value]] : []));
}

function noticeEntries(notice: Notice): [string, string | null | undefined][] {
  return [
    [text('notice_controller'), notice.controller],
    [text('notice_contact'), notice.contact],
    [text('notice_basis'), notice.legalBasis],
    [text('notice_recipients'), notice.recipients],
    [text('notice_retention'), notice.retention],
    [text('notice_rights'), notice.rights],
    [text('notice_agreement'), notice.agreement],
  ];
}

/** `United States (US-NY)` */
function regionName(region: string): string {
  const [country = region] = region.split('-');
  const name = new Intl.DisplayNames(text('language'), { type: 'region' }).of(country);
  return name ? `${name} (${region})` : region;
}

function days(number: number): string {
  return minutes(number * 1440);
}

function listed(node: Node): HTMLElement {
  const item = make('li', '');
  item.append(node);
  return item;
}
