/** Plots about making, mending, growing and winning. Every beat is a list of ways to tell it. */
export const GARDEN = {
  titles: ['{hero} Plants a Garden', 'The Best {crop} in {home}', 'Nothing but Weeds', 'A Handful of Seeds'],
  beats: [
    [
      'Behind {place1}, where {place1.where}, there was a piece of ground that nobody wanted. It was full of stones and nettles. "I want it," said {hero}, and everybody laughed, but nobody said no.',
      '{elder}, {elder.who}, gave {hero} a twist of paper with nine seeds in it. "From these you can grow {crop}," said {elder}, "if you are good to them. If you are not, you can grow nothing at all."',
      'That spring there was to be a prize in {home} for the finest {crop}. {other}, {other.who}, had won it for eleven years running. {hero} had never grown anything in {hero.his} life, but {hero.he} thought that somebody else might have a turn.',
    ],
    [
      '{hero} dug for a week. {hero.he} carried away the stones in a bucket, one bucket after another, until there was a heap as high as {friend}. Then {hero.he} made little holes with {hero.his} finger, put one seed into each, and covered them as gently as one covers a baby.',
      '"How long does it take?" asked {friend}. "Until it is done," said {hero}. They sat on the wall and watched the bare earth. Nothing happened. They came back the next day, and again nothing happened. It happened for two weeks.',
      'Every evening {hero} fetched water from {water}, two cans at a time, along {path} and back again. {hero.his} arms grew longer, or so it seemed. And one morning there was a thin green line on the brown earth.',
    ],
    [
      'Then came trouble. First came the snails, and {hero} picked them off by lantern light. After the snails came {weather}, and in the morning half of the plants lay flat. {hero} stood before them with {hero.his} hands hanging down.',
      'In the middle of the summer it stopped raining. The leaves hung down like tired hands. "Give it up," people said. {hero} shook {hero.his} head and went for more water.',
      'One day the fence was broken, and there in the middle of the bed was {a animal}, among what was left of the leaves. It looked up at {hero} without shame. Of all the plants, only two were standing.',
    ],
    [
      '"I have killed them," said {hero}. "Nonsense," said {elder}. "You have learned what they don\'t like. That is half of gardening." And {elder.he} rolled up {elder.his} sleeves, and together they tied the plants to sticks, one by one.',
      '{friend} had an idea. They stretched old sheets over four poles, so that the bed had a roof in the worst of it. It looked like a ship in full sail. People came from {place2} just to laugh at it. But under the sheets it was cool and safe.',
      'That evening {other}, {other.who}, leaned over the wall. {hero} waited to be laughed at. But {other} only said, "It happened to me too, in my first year. Put ashes round them. And don\'t tell anyone that I told you."',
    ],
    [
      'And the plants stood up again. It was as if they had been thinking it over. They put out a leaf, and then another, and by the end of the summer you could not see the wall behind them.',
      'After that there was no stopping it. The {crop} grew up, and out, and over the fence. {friend} swore that you could hear them growing at night, and once {hero} stayed up to listen, and {hero.he} was not sure that you couldn\'t.',
      'Slowly, so slowly that only somebody who looked every day would have seen it, the garden turned green. There were bees in it, and a toad moved in under the biggest leaf.',
    ],
    [
      'On the day of the show {hero} carried {hero.his} best to {place2}, where {place2.where}. The judge looked and sniffed and wrote something down. The first prize went to {other}. The second went to {hero}, and the judge shook {hero.his} hand for a long time.',
      'They filled four baskets, and then they filled {friend}\'s hat. {hero} gave one basket to {elder}, one to {other} and one to whoever came by. With the fourth they made the best supper that anybody could remember.',
      'When {hero}\'s name was called, {hero.he} thought that there must be another {hero}. There was not. {other} was the first to clap. "Well grown," said {other}. "Next year I shall beat you, so you had better be ready."',
    ],
    [
      'In autumn {hero} took the seeds from the very best plant and let them dry on the window sill. Then {hero.he} made little twists of paper, and {hero.he} kept only one of them. The others {hero.he} gave to children who had never grown anything in their lives.',
      'They call it {hero}\'s garden now, and nobody remembers what it was before. There is a bench in it, and {elder} sits there in the evening, to make sure, as {elder.he} says, that nothing grows the wrong way.',
      'Under the snow that winter the garden looked as bare as before. But {hero} knew what was sleeping there, and when {hero.he} went past, {hero.he} walked on tiptoe.',
    ],
  ],
};

export const CONTEST = {
  titles: ['The Great {home} Race', '{hero} Enters the Race', 'Last and First', 'The Race to {place3}'],
  beats: [
    [
      'Once a year there is a race in {home}. It starts {place1.at}, goes all the way round by {place2}, and ends {place3.at}. Everybody runs who can, and everybody shouts who can\'t. Big Barnaby Crouch had won it three times. {hero} had never even come near.',
      'The notice went up on a Monday. THE GREAT RACE, it said, FROM {place1.upper} TO {place3.upper}. "I am going to enter," said {hero}. "You?" said big Barnaby Crouch, who had won three times and never let anybody forget it.',
      'The prize that year was {a thing}, and it hung in a window for all to see. {hero} went to look at it every day. "Somebody has to win the race," said {friend}, "and why should it always be Barnaby Crouch?"',
    ],
    [
      'So they began to train. Each morning, before the sun was up, {hero} and {friend} ran along {path} as far as {water} and back. On the first day they had to stop five times. On the tenth they stopped only once, to let a duck cross.',
      '{elder}, {elder.who}, offered to help. {elder.he} sat on a chair with an old watch and shouted numbers. "Slower!" called {elder}. "Slower?" panted {hero}. "You start too fast. A race isn\'t won in the first minute."',
      'There was not much time. {hero} practised on the way to school and on the way home, up steps and down steps, with {hero.his} bag on {hero.his} back. {friend} came along and [told {hero.him} jokes, so that {hero.he} learned to run and laugh at once|held the watch|ate an apple and gave advice].',
    ],
    [
      'The day came, and it was bright and windy. All of {home} stood {place1.at}, where {place1.where}. {other}, {other.who}, held up a handkerchief. "Ready!" cried {other}. The handkerchief fell, and away they went like [peas from a bag|starlings from a tree|water from a bucket].',
      'There was a great crowd {place1.at}. Dogs barked, babies cried and somebody was selling {food}. {hero} tied {hero.his} shoes for the fourth time. {hero.his} knees felt like butter. Then the whistle blew, and there was no more time to be afraid.',
      'On the morning of the race they woke to {storm}. "Shall we put it off?" asked some. "We have never put it off," said {other}, {other.who}, and blew the horn. In a moment all the runners were out of sight, and nobody knew who was in front.',
    ],
    [
      'At first {hero} was nearly last. {hero.he} remembered what {hero.he} had been told and did not hurry. One after another {hero.he} passed the fast starters, who were holding their sides. By the time they came to {place2}, only Barnaby was in front.',
      'Barnaby Crouch shot ahead. His back grew smaller and smaller. "Let him," thought {hero}, and kept {hero.his} breath for the hill. On the hill the back grew larger again.',
      '{hero} ran as {hero.he} had never run. The hedges flew by. {hero.he} heard {hero.his} own heart, and behind it the voices of all {home}. Three were before {hero.him}, then two, then one.',
    ],
    [
      'And then, {place2.at}, where {place2.where}, somebody cried out. Barnaby lay on the ground, holding his foot. The way was free. {hero} could see the end of it. {hero.he} ran three steps more, and stopped, and turned back.',
      'But what was that? {place2.at} {a animal} was caught in the fence, kicking and crying, and all the runners had gone by. {hero} looked at the road. {hero.he} looked at the {animal}. "Oh, bother," said {hero}, and knelt down.',
      'Near {place2} {hero} saw that the leader had taken the wrong turning. It led to the old quarry, where the edge was not safe. {hero} shouted, but the wind blew it away. There was nothing for it but to run after him, away from the finish.',
    ],
    [
      'So it came about that {hero} was the last that day. {hero.he} came in slowly and did not come alone. It was quiet at first. Then {elder} began to clap, and then everybody clapped, and they clapped longer than they had for the winner.',
      'When {hero} came to the finish {place3.at}, the ribbon was already broken and the winner had been carried round twice. Nobody was looking. But {other}, {other.who}, had seen it all from above, and {other.he} climbed up on a box. "Friends," called {other}, "wait a moment."',
      '"You lost," said {friend}. "I know," said {hero}. "You would have won." "I know that too," said {hero}. And then {friend} did a strange thing. {friend.he} bowed, as one bows to a king.',
    ],
    [
      'The prize was {a thing}, and it went to the winner, as was only right. But that evening there was a knock at {hero}\'s door. It was the winner. "I don\'t want it," said the winner. "I know who ought to have it." They argued for an hour, and in the end they shared it, month and month about.',
      'Since then there have been two prizes at the race in {home}. One is for the fastest. The other has no name, and nobody trains for it, but it is the one that people talk about.',
      'The next year {hero} ran again, and came in third, and was quite content. Barnaby Crouch came in second. He had stopped to help somebody on the hill.',
    ],
  ],
};

export const REPAIR = {
  titles: ['The Day the Clock Stopped', 'A Clock for {home}', '{hero} and the Silent Clock', 'Tick, Said the Clock'],
  beats: [
    [
      'In the middle of {home} hangs an old clock. It had never been wrong by more than a minute, and people set their lives by it. One [Tuesday|Friday|winter] morning it said ten past four, and at noon it still said ten past four.',
      'The clock of {home} had stopped. The baker burned the bread. The school began at the wrong hour, and nobody minded except the teacher. "It is only a clock," said some. But without its tick the place felt strangely hollow.',
      'Nobody noticed it at first. Then {hero} stood still in the road. "Listen," {hero.he} said. "What?" asked {friend}. "I hear nothing." "Just so," said {hero}. The great clock, which had ticked since before their grandparents were born, was silent.',
    ],
    [
      '{elder}, {elder.who}, knew a little about clocks. {elder.he} climbed up, looked inside, and came down with black hands. "Three things are wrong," said {elder}. "It wants a spring, it wants a wheel, and it wants somebody to care about it."',
      'A man came from the town to look at it. He shook his head and named a price. It was more money than there was in all of {home}. "Then it will have to stay as it is," said people sadly. "No," said {hero}.',
      '{hero} asked for the key and climbed up with {friend}. Inside it was full of dust and spiders. There were wheels as large as plates and wheels as small as peas. And in the middle was an empty place, where a wheel ought to have been.',
    ],
    [
      'They began with what they had. {hero} swept out the dust, and {friend} moved the spiders, one at a time, to a better place. With goose fat and a feather they oiled all that could turn. It took them until dark.',
      '"A spring," said {hero}. "Who has a spring?" They went {place1.to}, where {place1.where}, and asked. There was one in an old [armchair|mousetrap|mattress], and it was theirs for the price of a song. {friend} sang it.',
      'Where do you find a wheel for a clock? They looked {place3.at}, where {place3.where}. They turned out every drawer and every box, and found [buttons|spoons|hinges] by the hundred, but not a single wheel with forty teeth.',
    ],
    [
      'Then {hero} thought of {other}, {other.who}. {other} had a shed that nobody had ever seen the back of. "Forty teeth?" said {other}. "I may have such a thing. But I want something for it. I want you to come and read to me, every Sunday, for a year."',
      'It was {friend} who saw it. {place2.at}, where {place2.where}, a little brass wheel was hanging on a nail as an ornament. They counted the teeth, and then they counted them again. Forty. "Take it," said {other}, {other.who}. "It has hung there long enough, doing nothing."',
      '"We must make one," said {hero}. {other}, {other.who}, lent them a file and a piece of brass. They filed all day and they filed all the next day. The first wheel was crooked and the second one broke. The third one was not beautiful, but it was round.',
    ],
    [
      'With great care {hero} put the wheel into its place. It did not fit. {hero.he} turned it over. It fitted. {friend} held {friend.his} breath, and {hero} gave the pendulum a little push. Tick, said the clock. Then it stopped.',
      'Everything was in its place, and still it did not go. {hero} sat down before it and looked. {hero.he} looked for an hour. Then {hero.he} reached in with two fingers and took out a dead [moth|fly|beetle], no bigger than a crumb. Tick, said the clock.',
      'Half of {home} stood below with their heads back. {hero} wound it up, forty turns to the left, and let go. There was a groan. There was a rattle. Then there was a tick, and after the tick a tock, and after the tock a great cheer.',
    ],
    [
      '"Wait," said {elder}. {elder.he} took a drop of oil on the end of a straw and let it fall, just there. "Now." And the old clock coughed, and shook itself, and began to tick as though it had never stopped.',
      'At six o\'clock it struck. It struck seven, to be exact, because nobody is perfect. The pigeons flew up, the dogs barked and old people wiped their eyes.',
      'It has gone ever since. It is two minutes slow in winter and two minutes fast in summer, and so, {elder} says, over the whole year it is exactly right.',
    ],
    [
      'Under the clock there is now a small brass plate with two names on it. The letters are crooked, because {hero} and {friend} filed them themselves.',
      '{hero} winds it up every Saturday. It has to be forty turns to the left, and {hero.he} has never forgotten. If you stand beneath it and listen, it seems to be saying {hero.his} name.',
      'And the people of {home} learned something too. They oil it now, and dust it, and say good morning to it as they go by. "A clock is like a friend," said {elder}. "It stops when you stop looking at it."',
    ],
  ],
};

export const SWAPS = {
  titles: ['One Thing for Another', '{hero} Goes to Market', 'A Very Good Bargain', 'What {hero} Got for the {thing}'],
  beats: [
    [
      '{hero} wanted {a thing2}. {hero.he} wanted it so much that {hero.he} dreamed of it. But {hero} had no money. All that {hero.he} had in the world was {a thing} that {hero.he} no longer needed.',
      'It was {friend}\'s birthday in three days, and {hero} had no present. {hero.his} purse was empty. There was only {hero.his} old {thing}, and {friend} had one just like it.',
      '"Take this to market," said {hero}\'s father, and he gave {hero.him} {a thing}. "Swap it for something that we can use. And use your head." {hero} put on {hero.his} cap and set out along {path}.',
    ],
    [
      'The first person that {hero} met was {elder}, {elder.who}. "What a fine {thing}," said {elder}. "I have been looking for one for years. Will you take a sack of onions for it?" {hero} did not like onions. But {hero.he} thought that somebody would.',
      '{place1.at}, where {place1.where}, a woman in a red shawl was crying. "My {thing} is lost," she said, "and I need it today." "Have mine," said {hero}. She dried her eyes, and she gave {hero} a whole round cheese.',
      'Not far along {path} stood a pedlar with a tray. "I will give you a dozen eggs for that," he said, "and no more." {hero} counted the eggs. There were only eleven. "And a dozen it must be," said {hero}. The pedlar sighed, and found the other one in his hat.',
    ],
    [
      'It was heavy to carry. {hero} sat down to rest {place2.at}, where {place2.where}, and there came a cook in a hurry. "Is that for sale?" cried the cook. "I have forty guests and nothing in the pot! I have no money, but you may have my umbrella."',
      'Next {hero} met {other}, {other.who}, with a face like a wet week. "Nothing in the house to eat," said {other}. "That can be mended," said {hero}. And for what {hero.he} carried {hero.he} was given a blanket with eleven colours in it.',
      'A little farther on two brothers were quarrelling over an old wheelbarrow. "We would swap it for a good dinner," they said, "and have no more of this quarrel." {hero} looked at what {hero.he} had. "Here is your dinner," {hero.he} said.',
    ],
    [
      'Then came {storm}, quite without warning. Nobody was ready for it, and an old gentleman stood in the middle of the road in his best suit. What {hero} had was exactly what he needed. "My dear child," he said, "take this," and he gave {hero.him} his walking stick with the silver top.',
      'In the square a family were loading a cart, and they had too much of one thing and too little of another. It took some time to explain. When it was settled, they had what {hero} had carried, and {hero} had a lantern, a rope and a very small chair.',
      'By noon {hero} had swapped again, and yet again. {friend} had come to see, and now kept count on {friend.his} fingers. "You have had six things today," said {friend}, "and you have kept none of them." "I have not finished," said {hero}.',
    ],
    [
      '{place3.at}, where {place3.where}, stood a stall with a striped roof. And there, right in the middle, lay {a thing2}. {hero}\'s heart beat fast. "What will you take for it?" asked {hero}. The man behind the stall looked {hero.him} up and down. "What have you got?" he said.',
      'At last they came {place3.to}. {hero} put down everything that {hero.he} had, and the stallkeeper walked round it twice. "It is a strange collection," said the stallkeeper. "But my wife would like it. What do you want for the lot?" "Only that {thing2}," said {hero}.',
      'When the sun was low, {hero} was {place3.at} and ready to go home. Then an old woman touched {hero.his} arm. "I have watched you all day," she said. "Everybody who has dealt with you has walked away happy. I have something that I keep for such people." And out of her bag she took {a thing2}.',
    ],
    [
      '"Was it a good bargain?" asked {hero}\'s father that evening. {hero} thought of the people on the road, one after another. They had all had something they did not need, and now they all had something they did. "I think that it was eight good bargains," said {hero}.',
      '{hero} ran all the way home with the {thing2} in {hero.his} arms. {hero.he} told the story at supper, and {hero.his} little brother made {hero.him} tell it backwards, which was even better.',
      'So for one {thing} {hero} had got {a thing2}, and for nothing at all {hero.he} had got seven friends. "That is what I call using your head," said {hero.his} father.',
    ],
    [
      'And {friend}? {friend} went to market the next day with {a thing} of {friend.his} own, and came home with a goose. But that is another story, and it is rather a noisy one.',
      'The strangest part is this. A year later {hero} saw {hero.his} old {thing} again, in a window on {path}. It looked well. {hero} nodded to it, as one nods to somebody with whom one has travelled.',
      'When people in {home} want to say that somebody has done well, they say that they have "swapped like {hero}". {hero} only laughs when {hero.he} hears it.',
    ],
  ],
};
