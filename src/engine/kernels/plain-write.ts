import type { Kernels } from "./kernels.ts";
import { memberKinds } from "./kernels.ts";
import type { Memory } from "./memory.ts";

/** The kernel `write` in plain TypeScript. */
export function createPlainWriter(memory: Memory): Kernels["write"] {
  function numbersAt(place: number): Uint32Array {
    return memory.u32.subarray(place >>> 2);
  }

  function renderMember(member: Uint32Array, row: number, position: number): string {
    const [prefix, prefixLength, kind, width, codes, offsets, bytes] = member;
    const before = textAt(prefix!, prefixLength!);
    if (kind === memberKinds.nothing) return before;
    const index = width === 8 ? position : width === 0 ? row : codeAt(width!, codes!, row) - 1;
    const nulls = width === 0 && codes !== 0 ? memory.u8[codes! + (row >>> 3)]! : 0;
    if (index < 0 || (nulls >>> (row & 7)) & 1) return `${before}null`;
    const ends = numbersAt(offsets!);
    const value = textAt(bytes! + ends[index]!, ends[index + 1]! - ends[index]!);
    if (kind === memberKinds.list) return `${before}[${value.slice(0, -1)}]`;
    if (kind === memberKinds.one) return before + (value.slice(0, -1) || "null");
    return before + (kind === memberKinds.json ? value : JSON.stringify(value));
  }

  function textAt(place: number, length: number): string {
    return Buffer.from(memory.shared.buffer, place, length).toString();
  }

  function codeAt(width: number, codes: number, row: number): number {
    if (width === 1) return memory.u8[codes + row]!;
    return width === 2 ? memory.u16[(codes >>> 1) + row]! : memory.u32[(codes >>> 2) + row]!;
  }

  return (members, count, rows, progress, out, limit) => {
    const target = Buffer.from(memory.shared.buffer, out, limit);
    const list = numbersAt(rows);
    const state = numbersAt(progress);
    const ends = state[2] === 0 ? undefined : numbersAt(state[2]!);
    let at = 0;
    for (let position = state[0]!; position < state[1]!; position++) {
      let text = "";
      for (let m = 0; m < count; m++) {
        text += renderMember(numbersAt(members + m * 32), list[position]!, position);
      }
      const length = Buffer.byteLength(text);
      if (at + length + 64 > limit) break;
      at += target.write(text, at);
      if (ends) ends[position] = at;
      state[0] = position + 1;
    }
    return at;
  };
}
