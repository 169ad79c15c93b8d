// How long a pause until tomorrow is.

/** The hour at which a working day is taken to be over for everybody, also for who works late. */
const HOUR = 4;

/** The longest pause there is. */
const MOST = 1440;

/** Minutes until four in the morning, local time, from 1 to 1440. */
export function minutesUntilMorning(now: Date): number {
  const morning = new Date(now);
  morning.setHours(HOUR, 0, 0, 0);
  if (morning <= now) morning.setDate(morning.getDate() + 1);
  return Math.min(Math.ceil((morning.getTime() - now.getTime()) / 60_000), MOST);
}
