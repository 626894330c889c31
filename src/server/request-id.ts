import type { ServerResponse } from "node:http";

/** The header that carries a request's id; set before the endpoint is called. */
export const REQUEST_ID = "x-request-id";

/** The id that the response will carry. */
export function requestIdOf(response: ServerResponse): string {
  return String(response.getHeader(REQUEST_ID));
}
