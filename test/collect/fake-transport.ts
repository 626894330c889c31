import type {
  ServiceResponse,
  Reply,
  Request,
  Transport,
} from "../../src/collect/calls/transport.ts";

export const readAt = "2026-11-20T08:00:00.000Z";

/** A reply with this body, as JSON unless it is text already. */
export function reply(body: unknown, more: Partial<Reply> = {}): Reply {
  return {
    kind: "reply",
    status: 200,
    headers: {},
    body: typeof body === "string" ? body : JSON.stringify(body),
    apiVersion: "2023-12-01-preview",
    readAt,
    ...more,
  };
}

/** A transport that gives these answers one after the other, and keeps what it was asked. */
export function inTurn(
  ...answers: readonly ServiceResponse[]
): Transport & { readonly asked: Request[] } {
  const asked: Request[] = [];
  return {
    endpoint: "https://management.azure.com",
    tenants: [undefined],
    asked,
    async send(request) {
      asked.push(request);
      return (
        answers[asked.length - 1] ?? { kind: "fault", status: "failed", cause: "No more.", readAt }
      );
    },
  };
}

/** A transport that answers by path; what it does not know is a fault. */
export function byPath(
  answer: (path: string, request: Request) => ServiceResponse | undefined,
): Transport {
  return {
    endpoint: "https://management.azure.com",
    tenants: [undefined],
    send: async (request) =>
      answer(request.path, request) ?? {
        kind: "fault",
        status: "notCollected",
        cause: `Nothing at ${request.path}.`,
        readAt,
      },
  };
}
