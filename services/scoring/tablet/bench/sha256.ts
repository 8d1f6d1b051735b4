/** SHA-256 as FIPS 180-4 has it, for browsers that keep theirs for HTTPS. */
const PRIMES = firstPrimes(64);
const K = PRIMES.map((prime) => rootBits(prime, 1 / 3));
const START = PRIMES.slice(0, 8).map((prime) => rootBits(prime, 1 / 2));

export function sha256(given: Uint8Array): Uint8Array {
  const state = [...START];
  const data = padded(given);
  for (let at = 0; at < data.byteLength; at += 64) mix(state, data, at);
  const sum = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => sum.setUint32(index * 4, word));
  return new Uint8Array(sum.buffer);
}

function padded(given: Uint8Array): DataView {
  const data = new Uint8Array(Math.ceil((given.length + 9) / 64) * 64);
  data.set(given);
  data[given.length] = 0x80;
  const view = new DataView(data.buffer);
  view.setUint32(data.length - 4, given.length * 8);
  return view;
}

function mix(state: number[], data: DataView, at: number): void {
  const w = Array.from({ length: 64 }, (_, index) => (index < 16 ? data.getUint32(at + index * 4) : 0));
  for (let t = 16; t < 64; t++) {
    const [two, fifteen] = [w[t - 2] as number, w[t - 15] as number];
    const small1 = turn(two, 17) ^ turn(two, 19) ^ (two >>> 10);
    const small0 = turn(fifteen, 7) ^ turn(fifteen, 18) ^ (fifteen >>> 3);
    w[t] = (small1 + (w[t - 7] as number) + small0 + (w[t - 16] as number)) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
  for (let t = 0; t < 64; t++) {
    const big1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const first = (h + big1 + ((e & f) ^ (~e & g)) + (K[t] as number) + (w[t] as number)) | 0;
    const big0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => (state[index] = ((state[index] as number) + word) | 0));
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let next = 2; found.length < count; next++) if (found.every((prime) => next % prime)) found.push(next);
  return found;
}

/** The first 32 bits behind the point of a root. */
function rootBits(prime: number, power: number): number {
  return ((prime ** power % 1) * 2 ** 32) | 0;
}
