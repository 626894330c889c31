import type { RecordingFormat } from "../../../src/collect/recording/format.ts";
import { openRecording, type Recording } from "../../../src/collect/recording/open-recording.ts";
import {
  beginRecording,
  type RecordOptions,
} from "../../../src/collect/recording/write-recording.ts";
import type { Provider } from "../../../src/collect/provider.ts";
import type { Transport } from "../../../src/collect/calls/transport.ts";

/** A recording of one cloud, as a transport of its own. */
export type Single = Recording & Transport & { readonly provider: Provider };

export function openSingle(folder: string, now: string, providers: readonly Provider[]): Single {
  const recording = openRecording(folder, now, providers);
  const { provider, transport } = recording.sources[0]!;
  return { ...recording, ...transport, provider };
}

/** A transport whose answers are kept in `folder`, which nothing else is recorded to. */
export async function recordTo<T extends Transport>(
  inner: T,
  folder: string,
  { format, ...options }: RecordOptions & { readonly format: RecordingFormat<Provider> },
): Promise<T & { finishRecording(): Promise<void> }> {
  const provider = { name: "one", recording: format };
  const recorder = await beginRecording(folder, [{ provider, transport: inner }], options);
  return { ...recorder.record(inner, format), finishRecording: recorder.finish };
}
