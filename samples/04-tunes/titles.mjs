/** Titles, of words chosen for this project. */
import { pick } from '../random.mjs';

const OWNERS = ['Baker', 'Ferryman', 'Clockmaker', 'Gardener', 'Tinker', 'Weaver', 'Postman', 'Beekeeper', 'Lamplighter', 'Schoolmistress', 'Carpenter', 'Potter', 'Stationmaster', 'Librarian', 'Cooper', 'Glazier', 'Sailmaker', 'Cheesemonger'];
const THINGS = ['Umbrella', 'Teapot', 'Lantern', 'Ladder', 'Waistcoat', 'Wheelbarrow', 'Spectacles', 'Kettle', 'Bootlaces', 'Bicycle', 'Thimble', 'Window', 'Breadbasket', 'Tortoise', 'Goose', 'Apron', 'Marmalade', 'Hatbox', 'Almanac', 'Weathercock'];
const ADJECTIVES = ['Crooked', 'Copper', 'Sleepy', 'Patient', 'Borrowed', 'Polished', 'Speckled', 'Stubborn', 'Hollow', 'Painted', 'Velvet', 'Windy', 'Forgotten', 'Buttered', 'Gentle', 'Second'];
const PLACES = ['Saltby', 'Underhill', 'Kettle Cross', 'Amber Wells', 'Fernwood', 'Appleby Rise', 'Castle Merrow', 'Junction Halt', 'Skerry', 'Frostholm', 'Long Lock', 'Nettle Hollow', 'Pepper Quay', 'Thistle End', 'Quince Court', 'Owlsby'];
const TIMES = ['Morning', 'Evening', 'Market Day', 'First Snow', 'Low Tide', 'Harvest', 'Half Past Seven', 'the Longest Day', 'Candlelight', 'Early Spring', 'a Rainy Tuesday'];
const DEEDS = ['Mending', 'Losing', 'Counting', 'Finding', 'Carrying', 'Painting', 'Waiting for', 'Rowing to', 'Leaving', 'Looking for'];

const PATTERNS = [
  (random) => `The ${pick(random, OWNERS)}'s ${pick(random, THINGS)}`,
  (random) => `The ${pick(random, ADJECTIVES)} ${pick(random, THINGS)}`,
  (random) => `${pick(random, TIMES).replace(/^(the|a) /, (word) => word[0].toUpperCase() + word.slice(1))} in ${pick(random, PLACES)}`,
  (random) => `The ${pick(random, OWNERS)} of ${pick(random, PLACES)}`,
  (random) => { const deed = pick(random, DEEDS); return `${deed} ${/(Rowing to|Leaving)/.test(deed) ? pick(random, PLACES) : `the ${pick(random, THINGS)}`}`; },
  (random) => `${pick(random, PLACES)} by ${pick(random, ['Boat', 'Night', 'Rail', 'Lamplight', 'the Back Road'])}`,
  (random) => `Farewell to ${pick(random, PLACES)} Pier`,
];

/** A source of titles that never gives one twice. */
export function createTitles(random) {
  const used = new Set();
  return () => {
    for (;;) {
      const title = pick(random, PATTERNS)(random);
      if (used.has(title)) continue;
      used.add(title);
      return title;
    }
  };
}
