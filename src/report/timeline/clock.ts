/** A moment of a run as hours, minutes and seconds since its start: `0:30:00`, with decimals where asked for. @param decimals of the seconds, 0 to 6. */
export function clock(seconds: number, decimals = 0): string {
  const scale = 10 ** decimals;
  const whole = Math.round(seconds * scale);
  const hours = Math.floor(whole / (3_600 * scale));
  const minutes = Math.floor(whole / (60 * scale)) % 60;
  const rest = ((whole % (60 * scale)) / scale).toFixed(decimals);
  return `${hours}:${String(minutes).padStart(2, '0')}:${rest.padStart(decimals === 0 ? 2 : decimals + 3, '0')}`;
}
