/** The last answers by their questions, so that a pointer that comes back is answered at once. */
export class AnswerCache<T> {
  private readonly answers = new Map<string, T>();

  /** @param capacity answers kept; the one used longest ago goes first */
  constructor(private readonly capacity: number) {}

  get(key: string): T | undefined {
    const answer = this.answers.get(key);
    if (answer !== undefined) {
      this.answers.delete(key);
      this.answers.set(key, answer);
    }
    return answer;
  }

  set(key: string, answer: T): void {
    this.answers.delete(key);
    this.answers.set(key, answer);
    if (this.answers.size > this.capacity) this.answers.delete(this.answers.keys().next().value!);
  }
}
