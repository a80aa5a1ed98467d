/** Turns what the schema finds wrong into path, value and remedy. */
import type * as z from 'zod';

type Issue = z.core.$ZodIssue;
export interface Explained { readonly what: string; readonly path: string; readonly remedy: string }

/** @param sections the keys that each section may have, by its name; the experiment's own under '' */
export function explainIssue(issue: Issue, root: unknown, sections: Readonly<Record<string, readonly string[]>>): Explained {
  const path = issue.path.map(String).join('.');
  const got = JSON.stringify(issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], root)) ?? 'nothing';
  switch (issue.code) {
    case 'unrecognized_keys': {
      const key = issue.keys[0];
      const known = (sections[path] ?? []).filter((name) => !name.startsWith('$'));
      return { what: `unknown key "${key}"`, path: [path, key].filter(Boolean).join('.'), remedy: known.length > 0 ? `use one of ${known.join(', ')}` : 'remove it' };
    }
    case 'invalid_value': return { what: `${got} is not a choice here`, path, remedy: `use one of ${issue.values.map((choice) => JSON.stringify(choice)).join(', ')}` };
    case 'too_small': return { what: `${got} is too small`, path, remedy: `use ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}` };
    case 'too_big': return { what: `${got} is too large`, path, remedy: `use ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}` };
    case 'invalid_type': return { what: got === 'nothing' ? 'a value is missing' : `${got} has the wrong type`, path, remedy: `give ${article(issue.expected)}` };
    case 'invalid_union': return { what: `${got} fits none of the allowed forms`, path, remedy: unionRemedy(path, issue) };
    default: return { what: `${got}: ${issue.message}`, path, remedy: 'mend this value' };
  }
}

const article = (type: string): string => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`);

function unionRemedy(path: string, issue: Issue & { readonly code: 'invalid_union' }): string {
  if (path.startsWith('data.')) {
    const files = 'give a path, a list of paths, or {"source": path, "target": path}';
    return path === 'data.validation' ? `${files}, or {"fraction": a number between 0 and 1}` : files;
  }
  if (path === 'training.teacherForcing') return 'give a number from 0 to 1, or {"start": 1, "end": 0.5, "epochs": 10, "shape": "linear", "exponential" or "inverse-sigmoid"}';
  const forms = new Set(issue.errors.map(([first]) => ('expected' in first ? article(String(first.expected)) : first.message)));
  return `give ${[...forms].join(', or ')}`;
}
