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

/** `1 day`, `1 hour, 30 minutes`, `12 minutes` */
export function minutes(total: number): string {
  const parts = [
    { value: Math.floor(total / MINUTES_A_DAY), name: 'day' },
    { value: Math.floor((total % MINUTES_A_DAY) / 60), name: 'hour' },
    { value: total % 60, name: 'minute' },
  ];
  const words = parts.filter(({ value }) => value > 0).map(({ value, name }) => unit(value, name, 'long', 0));
  return new Intl.ListFormat(text('language'), { type: 'unit' }).format(
    words.length ? words : [unit(0, 'minute', 'long', 0)],
  );
}

/** `14:05`, of a pause that is running. */
export function countdown(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  const pad = (value: number) => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}

function unit(value: number, name: string, unitDisplay: 'short' | 'long', maximumFractionDigits: number): string {
  const style = { style: 'unit', unit: name, unitDisplay, maximumFractionDigits } as const;
  return new Intl.NumberFormat(text('language'), style).format(value);
}
