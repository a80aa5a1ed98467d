"""Writes src/decoding/metrics/fixtures/sacrebleu.json: what sacreBLEU says of small corpora, with each of its tokenizers and options that we have.

usage: python3 scripts/oracles/translation_metrics.py        needs sacrebleu 2.3 or newer
"""
import json
import pathlib
import random

import sacrebleu
from sacrebleu.metrics import BLEU, CHRF, TER
from sacrebleu.significance import PairedTest

ENGLISH = ["The cat sits on the mat.", "It was 3.14, or so they said; \"nearly\" 1,000 people came!", "Don't worry -- it's a well-known (old) trick.", "Prices rose by 5-10% in 2019-2020."]
ENGLISH_OTHER = ["The cat is on the mat.", "It was 3.14 or so, they said: \"nearly\" 1,000 people came.", "Do not worry, it's a well known old trick.", "The prices rose 5 - 10 % in 2019 and 2020."]

CASES = {
    "the same": (ENGLISH, ENGLISH),
    "nearly the same": (ENGLISH, ENGLISH_OTHER),
    "the other way round": (ENGLISH_OTHER, ENGLISH),
    "one sentence": (ENGLISH[:1], ENGLISH_OTHER[:1]),
    "no match at all": (["aa bb cc dd"], ["xx yy zz ww"]),
    "unigrams only": (["the mat on cat sits the"], ["the cat sits on a mat today"]),
    "no match of four": (["the cat sits there on the mat"], ["the cat sits here on the mat"]),
    "all hypotheses empty": (["", ""], ["one two", "three"]),
    "one hypothesis empty": (["", "It was a fine day in the town."], ["Good morning to you all.", "It was a fine day in town."]),
    "one reference empty": (["something was said here", "It was a fine day."], ["", "It was a fine day."]),
    "both empty": ([""], [""]),
    "spaces only": (["   ", "a b c d e"], ["  x ", "a b c d e"]),
    "hypotheses of three words": (["a b c", "d e f"], ["a b c", "d e f"]),
    "one word": (["yes"], ["yes"]),
    "much too short": (["the cat sits on"], ["the cat sits on the mat and looks out of the window all day long"]),
    "much too long": (["the cat sits on the mat the cat sits on the mat the cat sits on the mat"], ["the cat sits on the mat"]),
    "capitals": (["THE CAT SITS ON the mat", "istanbul is large and old"], ["the cat sits on the mat", "Istanbul is large and old"]),
    "French": (["L'été, c'est « magnifique » : 25 °C à l'ombre !", "Où es-tu allé aujourd'hui ?"], ["L'été est « magnifique » : 25 °C à l'ombre.", "Où est-ce que tu es allé aujourd'hui ?"]),
    "German": (["Die Größe beträgt 1.234,56 m² – ungefähr.", "Er sagte: „Ja, natürlich!“"], ["Die Größe ist 1.234,56 m² – ungefähr.", "Er sagte: „Ja, klar!“"]),
    "Korean": (["나는 학교에 갑니다.", "오늘 날씨가 정말 좋네요!", "그는 책을 읽고 있다"], ["나는 학교에 간다.", "오늘은 날씨가 정말 좋네요!", "그녀는 책을 읽고 있다"]),
    "Japanese": (["私は学校に行きます。", "今日は天気がいいですね。"], ["私は学校へ行きます。", "今日はいい天気ですね。"]),
    "Chinese": (["我去学校。", "今天天气很好,我们出去走走吧。"], ["我上学去。", "今天天气真好,我们出去走走吧。"]),
    "Arabic and Hindi": (["ذهبت إلى المدرسة، ثم عدت.", "मैं स्कूल जाता हूँ।"], ["ذهبتُ إلى المدرسة ثم عدت.", "मैं विद्यालय जाता हूँ।"]),
    "emoji and symbols": (["I ❤️ 👩‍👩‍👧 and €5 + $6 = ∑ 😀😀 x²"], ["I ❤️ 👩‍👩‍👦 and €5 + $6 = ∑ 😀 x²"]),
    "letters beyond the basic plane": (["𝒳 𝒴 𝒵 are 𝔣𝔯𝔞𝔨𝔱𝔲𝔯, 𠀀𠀁"], ["𝒳 𝒴 𝒲 are 𝔣𝔯𝔞𝔨, 𠀀𠀂"]),
    "entities and markup": (["A &amp; B &lt;i&gt; &quot;quoted&quot; <skipped> text", "AT&T's R&D"], ["A & B <i> \"quoted\" text", "AT&T's R & D"]),
    "odd spaces": (["a\u00a0b c\u2003d\u3000e \u200bf", "one\ttwo  three four\ufefffive "], ["a b c d e f", "one two three four five"]),
    "punctuation in a row": (["Wait... what?!?! (really) [no] {yes} `x` ~y~ a_b ^c^", "1,2,3. 4.5.6, -7 8-9- .5 5."], ["Wait... what?! (really) [no] {yes} `x` ~y~ a_b ^c^", "1,2,3 4.5.6 -7 8-9 .5 5."]),
    "numbers of other scripts": (["٣٫١٤ and Ⅻ, ½.", "१२३, ४५६."], ["٣٫١٤ and Ⅻ ½.", "१२३ ४५६."]),
}


WORDS = "the cat sits on a mat and looks at dogs that run fast , while it rains . we can not say why".split()


def shuffled(seed, sentences, longest, changes):
    """References, and hypotheses made of them by moving runs of words, and dropping, adding and replacing words."""
    draw = random.Random(seed)
    hypotheses, references = [], []
    for _ in range(sentences):
        reference = [draw.choice(WORDS) for _ in range(draw.randint(1, longest))]
        hypothesis = list(reference)
        for _ in range(draw.randint(0, changes)):
            kind = draw.random()
            at = draw.randint(0, len(hypothesis))
            if kind < 0.5:
                run = hypothesis[at:at + draw.randint(1, 12)]
                del hypothesis[at:at + len(run)]
                to = draw.randint(0, len(hypothesis))
                hypothesis[to:to] = run
            elif kind < 0.7:
                del hypothesis[at:at + 1]
            elif kind < 0.85:
                hypothesis.insert(at, draw.choice(WORDS))
            else:
                hypothesis[at:at + 1] = [draw.choice(WORDS)]
        hypotheses.append(" ".join(hypothesis))
        references.append(" ".join(reference))
    return hypotheses, references


CASES |= {
    "shifted runs": shuffled(1, 12, 20, 4),
    "shifted far": shuffled(2, 4, 90, 10),
    "shifted and much shorter": ([h[: len(h) // 4] for h in shuffled(3, 6, 60, 6)[0]], shuffled(3, 6, 60, 6)[1]),
    "much longer than the beam": (["a b c d"], [" ".join(["x"] * 60 + ["a", "b", "c", "d"] + ["y"] * 60)]),
    "many candidates": (["a b " * 30 + "c"], ["b a " * 30 + "d c"]),
    "hyphens over lines, possessives": (["the cat's mat-\n ter is John's"], ["the cats matter is John 's"]),
    "kana alone": (["ひらがな カタカナ", "カタカナ。"], ["ひらかな カタカナ", "カナ。"]),
}

TER_OPTIONS = ("normalized", "no_punct", "asian_support", "case_sensitive")


def score(hypotheses, references):
    scores = {}
    for lowercase in (False, True):
        case = "lc" if lowercase else "mixed"
        for tokenizer in ("13a", "none", "char", "intl"):
            bleu = BLEU(tokenize=tokenizer, lowercase=lowercase, force=True)
            scores[f"bleu {tokenizer} {case}"] = bleu.corpus_score(hypotheses, [references]).score
        sentence = BLEU(lowercase=lowercase, effective_order=True)
        scores[f"sentence bleu {case}"] = sentence.sentence_score(hypotheses[-1], [references[-1]]).score
        scores[f"chrf 0 {case}"] = CHRF(word_order=0, lowercase=lowercase).corpus_score(hypotheses, [references]).score
        scores[f"chrf 2 {case}"] = CHRF(word_order=2, lowercase=lowercase).corpus_score(hypotheses, [references]).score
    for flags in range(2 ** len(TER_OPTIONS)):
        options = {name: bool(flags >> i & 1) for i, name in enumerate(TER_OPTIONS)}
        scores["ter " + " ".join(name for name in TER_OPTIONS if options[name])] = TER(**options).corpus_score(hypotheses, [references]).score
    return scores


def paired():
    """Two systems on the same sentences: the difference of each metric with the p value of sacreBLEU's own resampling."""
    references = shuffled(7, 150, 14, 0)[1]
    systems = []
    for seed, share in ((8, 0.62), (9, 0.7)):
        draw = random.Random(seed)
        systems.append([" ".join(word if draw.random() < share else draw.choice(WORDS) for word in reference.split()) for reference in references])
    metrics = {"BLEU": BLEU(tokenize="none", references=[references]), "chrF": CHRF(references=[references]), "TER": TER(references=[references])}
    _, results = PairedTest([("first", systems[0]), ("second", systems[1])], metrics, None, test_type="bs", n_samples=2000)()
    scores = {name: [result.score for result in values] for name, values in results.items() if name != "System"}
    return {"references": references, "first": systems[0], "second": systems[1], "scores": scores, "p": {name: values[1].p_value for name, values in results.items() if name != "System"}}


if __name__ == "__main__":
    fixture = {
        "sacrebleu": sacrebleu.__version__,
        "cases": [{"name": name, "hypotheses": hypotheses, "references": references, "scores": score(hypotheses, references)} for name, (hypotheses, references) in CASES.items()],
        "paired": paired(),
    }
    path = pathlib.Path(__file__).parents[2] / "src/decoding/metrics/fixtures/sacrebleu.json"
    path.write_text(json.dumps(fixture, ensure_ascii=False, indent=1) + "\n")
