import { type Agent, request } from "node:http";

/** A question to a server on loopback. */
export interface Posted {
  readonly port: number;
  readonly query: string;
  readonly agent?: Agent;
  readonly accept?: string;
}

/** Posts a query, as cheaply as can be, and gives back the answer's text. */
export function post({ port, query, agent, accept }: Posted): Promise<string> {
  return new Promise((resolve, reject) => {
    const posted = request(
      {
        port,
        host: "127.0.0.1",
        path: "/graphql",
        method: "POST",
        ...(agent ? { agent } : {}),
        headers: { "content-type": "application/json", ...(accept ? { accept } : {}) },
      },
      (response) => {
        const pieces: Buffer[] = [];
        response.on("data", (piece: Buffer) => pieces.push(piece));
        response.on("end", () => resolve(Buffer.concat(pieces).toString()));
        response.on("error", reject);
      },
    );
    posted.on("error", reject);
    posted.end(JSON.stringify({ query }));
  });
}
