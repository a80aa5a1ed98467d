/** Worlds among hills, woods and snow. Children: name, gender, trait. Elders: name, gender, what they do. Places: preposition, name, what one sees there. */
export const HILL_WORLDS = [
  {
    title: 'Stories from Underhill', home: 'Underhill', kind: 'a village tucked beneath a mountain like a chick under a hen', path: 'the goat track', water: 'the tarn',
    children: [['Lena', 'f', 'patient'], ['Emil', 'm', 'stubborn'], ['Greta', 'f', 'quick'], ['Hans', 'm', 'tidy']],
    elders: [['Old Marta', 'f', 'who made cheese'], ['Mr Falk', 'm', 'who rang the bell'], ['Uncle Beno', 'm', 'who carved spoons'], ['Mrs Vogel', 'f', 'who kept the inn']],
    places: [['in', 'the cheese cellar', 'round cheeses slept on long shelves'], ['in', 'the bell tower', 'you could see three valleys'], ['at', 'the inn', 'a wooden bear stood by the door'], ['on', 'the high meadow', 'the grass was full of blue flowers'], ['at', 'the waterfall', 'the air was always wet'], ['in', "the carver's hut", 'curls of wood lay ankle-deep']],
    things: ['cow bell', 'carved bear', 'walking stick', 'felt hat', 'tin cup'], foods: ['cheese toast', 'barley soup', 'nut bread', 'hot milk with honey'],
    weather: ['an early snow', 'a rockfall', 'a mountain storm'], animals: ['lost kid goat', 'baby marmot', 'old mountain dog'], crop: 'cabbages',
  },
  {
    title: 'Tales from the Edge of Fernwood', home: 'Fernwood', kind: 'a handful of houses where the last field meets the first tree', path: 'the forest track', water: 'the black pool',
    children: [['Wren', 'f', 'brave'], ['Jasper', 'm', 'clever'], ['Linnet', 'f', 'kind'], ['Ash', 'm', 'quick']],
    elders: [['Mother Thorne', 'f', 'who knew every herb'], ['Mr Oakes', 'm', 'who cut timber'], ['Grandfather Pike', 'm', 'who made charcoal'], ['Mrs Hazel', 'f', 'who kept bees']],
    places: [['in', 'the hollow oak', 'six children could sit in a ring'], ['at', 'the sawmill', 'the planks smelled of sugar'], ['among', 'the beehives', 'the air hummed all summer long'], ['at', 'the charcoal camp', 'a thin smoke rose day and night'], ['in', 'the fern valley', 'the ferns stood higher than your head'], ['at', 'the crossroads', 'a stone pointed five ways']],
    things: ['bird whistle', 'lucky acorn', 'leather purse', 'wicker basket', 'red mitten'], foods: ['mushroom pie', 'honey cakes', 'nettle soup', 'baked apples'],
    weather: ['an autumn gale', 'a soft grey fog', 'a cloudburst'], animals: ['fox cub', 'lost hound', 'young owl'], crop: 'parsnips',
  },
  {
    title: 'Winter Stories from Frostholm', home: 'Frostholm', kind: 'a valley where the snow stays so long that it has nine names', path: 'the sledge road', water: 'the frozen lake',
    children: [['Signe', 'f', 'cheerful'], ['Anders', 'm', 'brave'], ['Karin', 'f', 'tidy'], ['Nils', 'm', 'dreamy']],
    elders: [['Mrs Holm', 'f', 'who spun wool'], ['Mr Berg', 'm', 'who built sledges'], ['Old Tora', 'f', 'who told the weather'], ['Uncle Lars', 'm', 'who drove the mail sledge']],
    places: [['in', 'the sledge shed', 'new runners hung in pairs'], ['at', 'the ice hole', 'the fishermen sat on boxes'], ['in', 'the spinning room', 'seven wheels turned at once'], ['at', 'the stone barn', 'the cows kept each other warm'], ['on', 'the ridge', 'the pines bent under the snow'], ['in', 'the warm kitchen', 'the stove was as tall as a man']],
    things: ['wooden skate', 'fur hat', 'snow lantern', 'sledge bell', 'striped mitten'], foods: ['cinnamon buns', 'pea soup', 'hot berry juice', 'pancakes'],
    weather: ['a blizzard', 'a deep frost', 'a sudden thaw'], animals: ['white hare', 'lost sledge dog', 'snow bunting'], crop: 'turnips',
  },
  {
    title: 'Stories from Appleby Rise', home: 'Appleby Rise', kind: 'a farm with so many apple trees that nobody has ever counted them twice and got the same number', path: 'the orchard lane', water: 'the duck pond',
    children: [['Polly', 'f', 'kind'], ['Ned', 'm', 'curious'], ['Clara', 'f', 'careful'], ['Tom', 'm', 'stubborn']],
    elders: [['Farmer Dunn', 'm', 'who grew the apples'], ['Mrs Dunn', 'f', 'who pressed the cider'], ['Old Jeb', 'm', 'who drove the cart'], ['Aunt Sybil', 'f', 'who painted pictures']],
    places: [['in', 'the hayloft', 'the swallows flew in and out'], ['at', 'the cider press', 'wasps hummed round the barrels'], ['in', 'the top orchard', 'the oldest trees leaned on sticks'], ['in', 'the cart shed', 'harness hung on wooden pegs'], ['by', 'the scarecrow', 'nobody had ever seen a crow'], ['in', 'the dairy', 'the floor was cool even in July']],
    things: ['wooden horse', 'butter mould', 'patchwork cushion', 'apple basket', 'tin trumpet'], foods: ['apple pie', 'bread and cheese', 'vegetable stew', 'curd cakes'],
    weather: ['a late frost', 'a summer drought', 'a wild west wind'], animals: ['runt piglet', 'stray hen', 'blind old pony'], crop: 'marrows',
  },
];
