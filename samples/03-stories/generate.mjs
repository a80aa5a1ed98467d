/**
 * Writes stories/*.txt: twelve volumes of children's tales, a paragraph on a line, an empty line between tales.
 *
 *     node samples/03-stories/generate.mjs [FOLDER]     default: the folder of this file
 *
 * Every volume has its own world (worlds/): a place with its children, elders, weather and food. Every tale follows one plot (plots/),
 * a list of beats, each told in one of several ways; who a child is (grammar/traits.mjs) shows at the start and tells at the end.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom, pick, shuffled } from '../random.mjs';
import { createChooser, render } from './grammar/render.mjs';
import { TRAITS } from './grammar/traits.mjs';
import { ENDINGS, OPENINGS } from './plots/common.mjs';
import { DELIVERY, LOST_THING, STRAY } from './plots/findings.mjs';
import { CONTEST, GARDEN, REPAIR, SWAPS } from './plots/makings.mjs';
import { LEARNING, MYSTERY, NEWCOMER, QUARREL } from './plots/people.mjs';
import { HILL_WORLDS } from './worlds/hills.mjs';
import { TOWN_WORLDS } from './worlds/towns.mjs';
import { WATER_WORLDS } from './worlds/water.mjs';

const SEED = 3;
const PLOTS = [LOST_THING, STRAY, DELIVERY, GARDEN, CONTEST, REPAIR, SWAPS, QUARREL, NEWCOMER, LEARNING, MYSTERY];
const WORLDS = [...WATER_WORLDS, ...HILL_WORLDS, ...TOWN_WORLDS];

/** Every volume learns its own skill. */
const SKILLS = ['swim', 'whistle on two fingers', 'row', 'walk on stilts', 'ski', 'climb a rope', 'skate', 'ride', 'juggle', 'play the drum', 'ride a bicycle', 'walk a tightrope'];

/** Weather that comes suddenly, as a journey needs it; frosts and droughts take their time. */
const SLOW_WEATHER = /frost|freeze|drought|thaw|heat|dry wind|week|night of|flood|rockfall/;

/** Places with a door, where somebody can wait for a parcel or hang up a wheel. */
const INDOORS = /lighthouse|loft|house$|the mill|bakery|post office|smithy|stable|painted boat|inn$|hut|bell tower|sawmill|shed|room|kitchen|barn|dairy|shop|mender|cloth hall|forge|signal box|lost property|north tower/;

/** A longer sentence may be told this often in all twelve volumes; then another way to say it is looked for. */
const LONGEST_REPEATABLE = 8;
const TELLINGS = 4;

const person = ([name, gender, third]) => ({ name, gender, who: third, trait: third });
const place = ([preposition, name, where]) => ({ name, where, at: `${preposition} ${name}`, to: `to ${name}`, upper: name.toUpperCase() });

/** Who and what one story is about. */
function castOf(world, volume, random) {
  const [hero, friend] = shuffled(random, world.children.map(person));
  const [elder, other] = shuffled(random, world.elders.map(person));
  const places = shuffled(random, world.places.map(place));
  const indoors = places.find(({ name }) => INDOORS.test(name));
  const rest = places.filter((candidate) => candidate !== indoors);
  const [thing, thing2] = shuffled(random, world.things);
  const storm = pick(random, world.weather.filter((weather) => !SLOW_WEATHER.test(weather)));
  const animal = pick(random, world.animals);
  return {
    home: world.home, kind: world.kind, path: world.path, water: world.water, crop: world.crop, skill: SKILLS[volume],
    hero, friend, elder, other, thing, thing2, food: pick(random, world.foods), weather: pick(random, world.weather),
    storm: { name: storm, the: storm.replace(/^an? /, 'the ') }, animal: { name: animal, upper: animal.toUpperCase() },
    place1: rest[0], place2: rest[1], place3: indoors,
  };
}

const SMALL_WORDS = new Set(['a', 'an', 'the', 'of', 'in', 'at', 'on', 'and', 'for', 'to', 'that', 'under', 'by', 'with', 'from']);

function titleCase(text) {
  return text.split(' ').map((word, index) => (index > 0 && SMALL_WORDS.has(word) ? word : word[0].toUpperCase() + word.slice(1))).join(' ');
}

/** The sentences of a paragraph that are long enough to be noticed when they come again. */
function longSentences(paragraph) {
  return paragraph.split(/(?<=[.!?]"?) /).filter((sentence) => sentence.split(' ').length > LONGEST_REPEATABLE);
}

/** Tells beats one after another, and never a long sentence more often than is allowed. */
function createTeller(random) {
  const choose = createChooser(random);
  const told = new Map();
  const stale = (paragraph) => longSentences(paragraph).some((sentence) => (told.get(sentence) ?? 0) >= TELLINGS);
  return (alternatives, cast) => {
    const template = choose(alternatives);
    let paragraph = render(template, cast, random);
    for (let attempt = 0; stale(paragraph); attempt++) {
      if (attempt > 200) throw new Error(`internal: "${template.slice(0, 60)}…" has been told too often`);
      paragraph = render(attempt < 20 ? template : pick(random, alternatives), cast, random);
    }
    longSentences(paragraph).forEach((sentence) => told.set(sentence, (told.get(sentence) ?? 0) + 1));
    return paragraph;
  };
}

/** "Angus, who cut peat," is told once in a story; after that he is Angus. */
function introduceOnce(text, people) {
  return people.reduce((told, { name, who }) => {
    const known = told.indexOf(`${name}, ${who}`) + name.length;
    return told.slice(0, known) + told.slice(known).replaceAll(new RegExp(`(?<=${name}), ${who},?`, 'g'), (clause, at) => (at === 0 ? clause : ''));
  }, text);
}

function story(plot, cast, tell, title) {
  const { shows, tells } = TRAITS[cast.hero.trait];
  const beats = [OPENINGS, shows, ...plot.beats, tells, ENDINGS];
  return introduceOnce([title, ...beats.map((alternatives) => tell(alternatives, cast))].join('\n'), [cast.elder, cast.other]);
}

/** file name -> text of every volume. */
function generate() {
  const random = createRandom(SEED);
  const tell = createTeller(random);
  const chooseTitle = createChooser(random);
  return WORLDS.map((world, volume) => {
    const tales = shuffled(random, PLOTS).map((plot) => {
      const cast = castOf(world, volume, random);
      return story(plot, cast, tell, titleCase(render(chooseTitle(plot.titles), cast, random)));
    });
    const name = world.title.toLowerCase().replace(/[^a-z]+/g, '-');
    return [`${String(volume + 1).padStart(2, '0')}-${name}.txt`, `${world.title}\n\n${tales.join('\n\n')}\n`];
  });
}

const folder = join(process.argv[2] ?? dirname(fileURLToPath(import.meta.url)), 'stories');
mkdirSync(folder, { recursive: true });
for (const [name, text] of generate()) writeFileSync(join(folder, name), text);
