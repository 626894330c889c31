/**
 * Names that were replaced somewhere, to be found wherever else they stand: services write them into messages, metrics, links and
 * names of other things.
 */
export interface KnownNames {
  /** `original` is somebody's name, and stands as `replacement` elsewhere. */
  learn(original: string, replacement: string): void;
  /** `word` is the service's own, such as a property's key or a type: where it is also somebody's name it stays. */
  keep(word: string): void;
  /** `text` with every known name replaced. */
  replace(text: string): string;
}

/** Shorter names are parts of too many words; they are replaced in ids and properties alone. */
const SHORTEST = 3;
/** Names of this length, or with a digit or sign among at least six, are found in the midst of words, too. */
const DISTINCT = 10;

/** Words of the services that people give as names, too. In a value they say what is set, and a check may ask for it. */
const common = new Set(
  `access account action active activedirectory admin administrator agent all allow allowed any api app application apps audit auto automatic
  available azure backend backup basic blob build cache central client cloud cluster common compute config connected consumption container
  contributor core current custom customer data database databases default delete deny dev developer development disabled disk dns docker domain
  dynamic east editor email enabled encryption enterprise error event external fail failed failover false file files firewall free frontend
  function functions gateway general global group groups guest high host hostname hub identity image inbound incoming information internal internet
  ipv4 ipv6 java key keys kubernetes latest limited linux local location log logs low main manage managed management manual master medium member
  metric metrics microsoft monitor monitoring mongo mysql name namespace network networking new node nodepool none north null off on online open
  optional os outbound owner password php policy port postgres postgresql power premium primary private prod production profile prometheus property
  protected provider public python queue read reader ready redis region registered replica required resource resources role root rule rules running
  sandbox scale secondary secret secrets secure security server servers service services setting settings shared site sites size snapshot
  source south spot sql staging standard start started state static status stopped storage string subnet subscription succeeded success system table
  tag tags target tcp temp tenant test tier token traffic true type udp ultra undefined unknown updated user users value vault version virtual vnet
  volume com net org info http https html json xml aspx wss ftps tls ssl ssh rdp cifs azurewebsites trafficmanager cloudapp onmicrosoft example eastus westus
  westeurope northeurope volume warning web website west windows workspace write zone zones`.split(
    /\s+/,
  ),
);

/** A name that is no name, but a number, a version, a date or a range. */
const numeric = /^[\d\s.,:_*/-]*$/;

export function createKnownNames(): KnownNames {
  const replacements = new Map<string, string>();
  /** Names by their first three characters, the longest first. */
  const byBeginning = new Map<string, string[]>();
  const kept = new Set<string>();

  function learn(original: string, replacement: string): void {
    const name = original.toLowerCase();
    if (name.length < SHORTEST || replacement === original || numeric.test(name)) return;
    if (common.has(name) || replacements.has(name)) return;
    replacements.set(name, replacement);
    const beginning = name.slice(0, SHORTEST);
    const names = byBeginning.get(beginning) ?? [];
    const at = names.findIndex((other) => other.length < name.length);
    names.splice(at < 0 ? names.length : at, 0, name);
    byBeginning.set(beginning, names);
  }

  function nameAt(folded: string, at: number): string | undefined {
    return byBeginning
      .get(folded.slice(at, at + SHORTEST))
      ?.find((name) => folded.startsWith(name, at) && stands(folded, at, name, kept));
  }

  return {
    learn,
    keep(word) {
      if (/^[a-z_$]+$/i.test(word)) kept.add(word.toLowerCase());
    },
    replace(text) {
      const folded = text.toLowerCase();
      // Letters whose lower case is longer would shift what follows.
      if (folded.length !== text.length) return text;
      let result = "";
      let from = 0;
      for (let at = 0; at + SHORTEST <= folded.length; at++) {
        const name = nameAt(folded, at);
        if (name === undefined) continue;
        result += text.slice(from, at) + replacements.get(name)!;
        from = at + name.length;
        at = from - 1;
      }
      return from === 0 ? text : result + text.slice(from);
    },
  };
}

/** Whether a name found at a place is one there, and not a part of a longer word, or of one of the service's own. */
function stands(folded: string, at: number, name: string, kept: ReadonlySet<string>): boolean {
  let [start, end] = [at, at + name.length];
  const isPart = (character: string | undefined) =>
    character !== undefined && /[\p{L}\p{N}_]/u.test(character);
  while (isPart(folded[start - 1])) start--;
  while (isPart(folded[end])) end++;
  if (start === at && end === at + name.length) return !kept.has(name);
  const isDistinct = name.length >= DISTINCT || (name.length >= 6 && /[\d\W_]/.test(name));
  // An underline parts words of names, and joins those of the service.
  const isParted = !/[\p{L}\p{N}]/u.test(
    `${folded[at - 1] ?? ""}${folded[at + name.length] ?? ""}`,
  );
  return (isDistinct || isParted) && !kept.has(folded.slice(start, end));
}
