import type { Turn } from "./changed-fields.ts";
import type { Combined, Decided } from "../plan/node.ts";

/** Stands among answers for a value that is another now and answers as the one before did. */
export const stays = 2;

/** What a condition says of each turn: 1 where it holds now, 0 where it does not, `stays` where that is as it was. */
export function decideTurns(
  turns: readonly Turn[],
  holds: NonNullable<Decided["decideValue"]>,
): Uint8Array {
  const answers = new Uint8Array(turns.length);
  for (let i = 0; i < turns.length; i++) {
    const { was, is } = turns[i]!;
    const answer = holds(is);
    const isSame = typeof was !== "symbol" && holds(was) === answer;
    answers[i] = isSame ? stays : answer ? 1 : 0;
  }
  return answers;
}

/** Tells from the bit sets at `inputs` whether a row is in their combination. */
export function combineBits(
  u8: Uint8Array,
  inputs: readonly number[],
  { kept, isNot }: Combined,
): (row: number) => boolean {
  return (row) => {
    for (let i = 0; i < inputs.length; i++) {
      const bit = (u8[inputs[i]! + (row >>> 3)]! >>> (row & 7)) & 1;
      if (bit !== (i < kept ? 1 : 0)) return isNot;
    }
    return !isNot;
  };
}
