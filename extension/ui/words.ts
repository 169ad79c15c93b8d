// Numbers, sizes and lengths of time in the words of the page's language.

import { text } from '../browser';

const MINUTES_A_DAY = 1440;

/** `1,204` */
export function count(value: number): string {
  return new Intl.NumberFormat(text('language')).format(value);
}

/** `4.2 MB`, in decimal units; kilobytes below one megabyte. */
export function size(bytes: number): string {
  return bytes < 1_000_000
    ? unit(bytes / 1000, 'kilobyte', 'short', 0)
    : unit(bytes / 1_000_000, 'megabyte', 'short', 1);
}

/** `1 day`, `1 hour, 30 minutes`, `12 minutes`; in short `1 hr`, `12 min`. */
export function minutes(total: number, display: 'short' | 'long' = 'long'): string {
  const parts = [
    { value: Math.floor(total / MINUTES_A_DAY), name: 'day' },
    { value: Math.floor((total % MINUTES_A_DAY) / 60), name: 'hour' },
    { value: total % 60, name: 'minute' },
  ];
  const words = parts.filter(({ value }) => value > 0).map(({ value, name }) => unit(value, name, display, 0));
  return new Intl.ListFormat(text('language'), { type: 'unit' }).format(
    words.length ? words : [unit(0, 'minute', display, 0)],
  );
}

/** `23 hours, 12 minutes`, rounded up to whole minutes. */
export function lengthOf(milliseconds: number): string {
  return minutes(Math.ceil(milliseconds / 60_000));
}

/** `14:05`, of a pause that is running. */
export function countdown(milliseconds: number): string {
  return clock(Math.ceil(milliseconds / 1000));
}

/** `0:05`, since something began. */
export function elapsed(milliseconds: number): string {
  return clock(Math.floor(milliseconds / 1000));
}

/** `14:05` in the words of the page's language, of a moment in milliseconds since 1970. */
export function timeOfDay(moment: number): string {
  return new Intl.DateTimeFormat(text('language'), { timeStyle: 'short' }).format(moment);
}

/** `Wednesday, November 25, 2026` */
export function day(moment: number): string {
  return new Intl.DateTimeFormat(text('language'), { dateStyle: 'full' }).format(moment);
}

/** `Wednesday 25 November at 14:05` */
export function dayAndTime(moment: number): string {
  const style = { weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(text('language'), style).format(moment);
}

function clock(seconds: number): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}

function unit(value: number, name: string, unitDisplay: 'short' | 'long', maximumFractionDigits: number): string {
  const style = { style: 'unit', unit: name, unitDisplay, maximumFractionDigits } as const;
  return new Intl.NumberFormat(text('language'), style).format(value);
}
