/** Whether another extension's suggestions are preferred to ours. VS Code has no stable way to rank providers, so ours stays silent where the user says so. */

/** What is known of an extension that is installed and enabled. */
export interface Rival { readonly id: string; /** Its own switch says off for this language, where that is known. */ readonly isOff: boolean }

/** @param yieldTo identifiers such as `GitHub.copilot`; `*` is refused by the setting's schema. Case does not count, as in VS Code. */
export function yieldsTo(yieldTo: readonly string[], find: (id: string) => Rival | undefined): boolean {
  return yieldTo.some((id) => {
    const rival = find(id);
    return rival !== undefined && !rival.isOff;
  });
}

/** `github.copilot.enable`: a switch for each language, `*` for the others. */
export function isCopilotOff(enable: unknown, language: string): boolean {
  if (typeof enable !== 'object' || enable === null) return false;
  const switches = enable as Readonly<Record<string, unknown>>;
  return (switches[language] ?? switches['*']) === false;
}
