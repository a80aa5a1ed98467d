/**
 * Word vectors from a text file: a word and its numbers on each line, separated by single spaces, as GloVe writes them; word2vec and fastText
 * begin with a line that says how many words and numbers there are. Files may be of any size: only vectors of wanted words are kept.
 */
import { UserError } from '../errors/userError';
import { LineReader, type FileRecord } from './lineReader';

export interface WordVectors {
  /** By wanted word. */
  readonly vectors: ReadonlyMap<string, Float32Array>;
  /** Wanted words that the file has only in other letters, capital or small. */
  readonly inOtherCase: number;
  readonly file: FileRecord;
}

/** How well a word of the file fits: as it stands, the wanted word in small letters, or the same letters in any case. */
type Fit = 0 | 1 | 2;
interface Found { readonly vector: Float32Array; readonly fit: Fit }

/**
 * Finds the vectors of words. A word that the file lacks takes the vector of its small letters ("The": "the"), else of the first word in the
 * file that differs in capitals alone ("paris": "Paris"). A word that stands there twice keeps its first vector.
 * @param path      the file
 * @param name      how messages name it
 * @param words     those that are wanted
 * @param dimension numbers that a vector must have
 * @throws UserError naming file and line: vectors of another length, what is no number, a file that ends before its header says, no text
 */
export function readWordVectors(path: string, name: string, words: Iterable<string>, dimension: number): WordVectors {
  const wanted = new Wanted(words);
  const reader = new LineReader(path, name);
  try {
    const first = reader.next();
    if (first === undefined) throw new UserError('the file is empty', name, 'name a file of word vectors');
    const header = /^(\d+) (\d+)\s*$/.exec(first);
    checkDimension(header ? Number(header[2]) : fieldsOf(first).length - 1, dimension, `${name}:1`);
    for (let line = header ? reader.next() : first; line !== undefined; line = reader.next()) {
      const word = line.slice(0, line.indexOf(' '));
      const places = wanted.placesOf(word);
      if (places.length === 0) continue;
      const vector = vectorOf(line, dimension, `${name}:${reader.lineNumber}`);
      if (vector) for (const { for: place, fit } of places) wanted.offer(place, { vector, fit });
    }
    const file = reader.finish();
    if (header && file.lines - 1 < Number(header[1])) {
      throw new UserError(`the file promises ${header[1]} words and has ${file.lines - 1}`, `${name}:1`, 'get the whole file, or correct its first line', 'input');
    }
    return { ...wanted.result(), file };
  } finally {
    reader.close();
  }
}

function checkDimension(found: number, dimension: number, where: string): void {
  if (found === dimension) return;
  if (found < 1) throw new UserError('this is no line of word vectors', where, 'name a file in the text format of GloVe, word2vec or fastText: a word and its numbers on each line', 'input');
  throw new UserError(`its vectors have ${found} numbers, and model.embedding is ${dimension}`, where, `set model.embedding to ${found}, or name vectors of ${dimension} numbers`, 'option');
}

const fieldsOf = (line: string): string[] => line.trimEnd().split(' ');

/** The numbers of a line; null where its word holds spaces ("New York"), which no token does. */
function vectorOf(line: string, dimension: number, where: string): Float32Array | null {
  const fields = fieldsOf(line);
  if (fields.length > dimension + 1) return null;
  if (fields.length <= dimension) throw new UserError(`${fields.length - 1} numbers stand here instead of ${dimension}`, where, 'get the whole file, or mend this line', 'input');
  return Float32Array.from(fields.slice(1), (field) => {
    const number = Number(field);
    if (field === '' || !Number.isFinite(number)) throw new UserError(`"${field}" is no number`, where, 'mend this line', 'input');
    return number;
  });
}

/** The words that are looked for, and the best vector for each so far. */
class Wanted {
  private readonly found = new Map<string, Found | null>();
  private readonly bySmallLetters = new Map<string, string[]>();

  constructor(words: Iterable<string>) {
    for (const word of words) {
      if (this.found.has(word)) continue;
      this.found.set(word, null);
      const small = word.toLowerCase();
      const alike = this.bySmallLetters.get(small);
      if (alike) alike.push(word);
      else this.bySmallLetters.set(small, [word]);
    }
  }

  /** Which wanted words a word of the file could serve better than what they have. */
  placesOf(word: string): { readonly for: string; readonly fit: Fit }[] {
    const small = word.toLowerCase();
    return (this.bySmallLetters.get(small) ?? []).flatMap((place) => {
      const fit: Fit = place === word ? 0 : word === small ? 1 : 2;
      return fit < (this.found.get(place)?.fit ?? 3) ? [{ for: place, fit }] : [];
    });
  }

  offer(word: string, found: Found): void {
    this.found.set(word, found);
  }

  result(): Pick<WordVectors, 'vectors' | 'inOtherCase'> {
    const found = [...this.found].filter((entry): entry is [string, Found] => entry[1] !== null);
    return { vectors: new Map(found.map(([word, { vector }]) => [word, vector])), inOtherCase: found.filter(([, { fit }]) => fit > 0).length };
  }
}
