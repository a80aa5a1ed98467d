/** Plots about people: a quarrel, a newcomer, something learned, something strange in the night. Every beat is a list of ways to tell it. */
export const QUARREL = {
  titles: ['The Quarrel', 'Not Speaking', '{hero} and {friend} Fall Out', 'Two Sides of a Bench'],
  beats: [
    [
      '{hero} and {friend} had been friends since before they could walk. Then, one afternoon {place1.at}, they quarrelled. It was about {a thing}, and who had had it first, and who had had it longest.',
      'Nobody could say afterwards how it had started. It may have been the {thing}. It may have been the heat. But {hero} said something sharp, and {friend} said something sharper, and then they both went home by different roads.',
      '"You broke it!" cried {hero}. "You left it lying there!" cried {friend}. Between them on the ground lay {a thing}, in two pieces. They shouted until people opened their windows, and then they stopped speaking altogether.',
    ],
    [
      'For three days {hero} walked along {path} alone. {hero.he} told {hero.himself} that it was pleasant to be alone. One could think. One could sing as one liked. By the second day {hero.he} had thought everything, and {hero.he} did not feel like singing.',
      'At school they sat with their backs to each other. When {friend} laughed, {hero} did not. When {hero} knew the answer, {friend} looked out of the window. The whole of {home} felt it, like a door left open in winter.',
      '{hero} drew a line down the middle of the bench {place1.at}, where {place1.where}. "That is my side," {hero.he} said, "and this is yours." So they sat, each on a side, and neither enjoyed it.',
    ],
    [
      '"Where is {friend}?" asked {elder}, {elder.who}. "I don\'t know," said {hero}, "and I don\'t care." {elder} said nothing. {elder.he} gave {hero} two apples, and went on with {elder.his} work. {hero} looked at the second apple for a long time.',
      '{elder}, {elder.who}, told {hero} a story about two brothers who did not speak for thirty years. "What had they quarrelled about?" asked {hero}. "That is the sad part," said {elder}. "In the end neither of them could remember."',
      '{hero} went to see {elder}, {elder.who}. "Who was right?" asked {hero}, when it was all told. "Both of you," said {elder}, "and both of you were wrong. Now you can be right by yourself, or you can be wrong together."',
    ],
    [
      'On the fourth day {storm} came over {home}. {hero} sat at the window and thought of {friend}, who had never liked such weather. "{friend.he} is sure to be frightened," {hero.he} said to the cat. The cat looked at the door.',
      'Then word went round that {friend} had not come home. {other}, {other.who}, had seen {friend.him} go {place2.to}, and the light was already failing. {hero} did not wait to hear the rest. {hero.he} was out of the house with one shoe untied.',
      'That night {hero} could not sleep. {hero.he} took a piece of paper and wrote a letter. It had four pages at first. Then it had two. In the end it had two words, and {hero.he} folded it small and set out in the dark.',
    ],
    [
      '{place2.at}, where {place2.where}, they ran into each other so hard that they both sat down. "I was coming to you," said {hero}. "I was coming to you," said {friend}. For a moment neither spoke.',
      '{hero} found {friend} {place2.at}, sitting quite still with {friend.his} arms round {friend.his} knees. "What are you doing here?" asked {hero}. "Waiting," said {friend}. "For what?" "For you to come. I was going to wait for as long as it took."',
      'Someone was already there, {place2.at}, with a lamp in one hand. It was {friend}, and in the other hand {friend.he} held a letter, folded small. They gave each other the letters and read them. Both of them said the same two words.',
    ],
    [
      '"I am sorry," said {hero}. It was a short thing to say, and it had taken three days. "So am I," said {friend}. After that it was easy, and they both began to talk at once.',
      'Then {friend} started to laugh, and then {hero} did. They laughed until they had to hold on to each other. "It was a stupid {thing}," said {hero}. "It was a very stupid {thing}," said {friend}.',
      '"You may have it," said {hero}. "No, you," said {friend}. They almost quarrelled again about who should have it. In the end they agreed to share it, week and week about.',
    ],
    [
      'The {thing} is still there, on a shelf of its own. Neither of them cares for it very much any more. But it is good to have something to point at, and to say, "Do you remember?"',
      'They still quarrel, of course. All friends do. But now they have a rule. Whoever is angry first has to count to a hundred, and whoever is sorry first gets the bigger half of the cake.',
      '"I knew that you would make it up," said {elder} the next day. "How did you know?" asked {hero}. "It was much too quiet," said {elder}. "When the two of you are really angry, I can hear it at my end of the street."',
    ],
  ],
};

export const NEWCOMER = {
  titles: ['The New Neighbour', 'Somebody in the Empty House', 'A Stranger in {home}', '{hero} Knocks Twice'],
  beats: [
    [
      'For seven years the last house on {path} had stood empty. The shutters hung crooked, and children dared each other to touch the door. Then, one evening, {hero} saw a light in the window.',
      'A cart came down {path}, piled so high that it swayed. On the top sat a girl with [two plaits and a frown|a birdcage on her knees|a red hat], who looked at nobody. "New people," said {friend}. "In the empty house, too."',
      'Nobody had seen the new neighbour come. There was only the smoke from the chimney, and a name on the gate, which said M. ROOK. "I don\'t like it," said some, and they looked at the smoke as if it had been the wrong colour.',
    ],
    [
      'People talked, as people do. {other}, {other.who}, had heard that the newcomer was a [spy|count|circus rider]. At the well somebody had heard worse. Nobody had asked the newcomer.',
      '"They say that Rook is the name," said {friend}, "and that they never go out by day." "Have you looked?" asked {hero}. "No," said {friend}. "Then how do they know?" said {hero}. "They have not looked either."',
      'A week went by. The curtains stayed shut. Once {hero} thought that {hero.he} saw a face between them, pale and quick. When {hero.he} lifted {hero.his} hand to wave, it was gone.',
    ],
    [
      '"When I first came to {home}," said {elder}, {elder.who}, "nobody spoke to me for a month. And then somebody brought me a pot of soup. I have forgotten the month, but I still remember the soup." {hero} went home and asked {hero.his} mother for the big pot.',
      '{hero} took some {food}, wrapped it in a clean cloth, and walked up to the door. {friend} waited at the gate, ready to run. {hero} knocked once, and nothing stirred. Then {hero.he} took a deep breath and knocked again.',
      'Then came a wild night, and the wind took half of the roof from the last house. By the time it was light, {hero} was standing there with a hammer in {hero.his} hand. "I have come about the roof," {hero.he} said to the closed door.',
    ],
    [
      'The door opened by the width of a hand. In the gap stood a girl of about {hero}\'s age with ink on her nose. "I am Minna Rook," she said, very fast. "We did not know anybody, so we did not go out, and then it was too late to begin."',
      '"Who is there?" said a small voice. "A neighbour," said {hero}. It was silent for so long that {hero} thought that there would be no answer. Then a key turned, and there stood a thin little girl. "I am Minna," she said. "I thought that nobody here liked us."',
      'It was opened by a girl with flour in her hair. Behind her, wherever you looked, stood [books|stuffed birds|musical instruments], up to the ceiling. "Are you coming in?" she said. "I am Minna. You are the first. I have been counting the days."',
    ],
    [
      'There was nothing strange about the Rooks at all, or rather, there was nothing bad. Minna\'s father made maps. He worked at night because it was quiet then, and he slept by day. "Is that all?" asked {friend}, who was a little disappointed.',
      'Minna showed them everything. There was a telescope in the attic, and through it you could see {place1} as if you stood in front of it. "I have watched you both all week," said Minna, and she went red. "You looked as if you were having such a good time."',
      'Inside it was warm, and it smelled of glue and coffee. Mr Rook made puppets, large ones and small ones, with faces so lively that {friend} said good morning to three of them. "I was going to put on a show," he said, "but I did not know whether anybody would come."',
    ],
    [
      'The next day {hero} took Minna {place1.to}, where {place1.where}. Then they went {place2.to}, where {place2.where}. Everywhere {hero} said the same thing. "This is Minna. She is with us." It was all that was needed.',
      'On Sunday the Rooks opened their door and hung a lantern over it. First came {elder}, and then, slowly, came everybody else. {other} brought a cake the size of a wheel. "I never believed a word of it," said {other}, who had believed every word.',
      '{hero} told {elder}, and {elder} told the baker, and in one hour it had gone all through {home}. By evening there were eleven pots of soup on the step of the last house.',
    ],
    [
      'Nobody calls it the empty house any more. They call it the house with the light. When a stranger comes to {home} nowadays, there is soup on the step before the cart is unloaded.',
      'Now there are three of them, {hero} and {friend} and Minna. They say that three is an awkward number for a seesaw, but it is just right for nearly everything else.',
      '"Were you not afraid to knock?" Minna asked, much later. "Of course I was," said {hero}. "But I thought that you might be more afraid to open."',
    ],
  ],
};

export const LEARNING = {
  titles: ['{hero} Learns to {skill}', 'Again and Again', 'Nobody Is Born Knowing', 'How {hero} Learned to {skill}'],
  beats: [
    [
      'Everybody in {home} could {skill}, or so it seemed to {hero}. {friend} could {skill}. Even {friend}\'s little sister could {skill}. {hero} could not, and {hero.he} hoped that nobody would notice.',
      'When {other}, {other.who}, began to {skill}, everyone stood still to watch. {hero} watched too, with {hero.his} mouth open. "I want to do that," {hero.he} said. "It looks easy." {other} smiled. "It does look easy," said {other}.',
      '"I will never be able to {skill}," said {hero}. {hero.he} was sitting {place1.at} with {hero.his} chin in {hero.his} hands. "Have you tried?" asked {friend}. "Once," said {hero}. {friend} waited. "Well, almost once," said {hero}.',
    ],
    [
      'So {hero} went to {elder}, {elder.who}. "Will you teach me?" {hero.he} asked. "I can\'t teach you," said {elder}. "But I can watch you fail, and tell you why. Will that do?" {hero} thought that it would have to do.',
      'The first try was a disaster. The second try was worse. There was a crash, a splash of mud and a long silence, and then {hero}\'s voice said, "I am all right. I think."',
      '{hero} began the very next morning, where nobody could see. {hero.he} went {place1.to}, where {place1.where}. By noon {hero.he} had a scratched knee, a torn sleeve and nothing to show for it.',
    ],
    [
      'On the third day {hero} threw {hero.his} cap on the ground and jumped on it. "It is no good!" {hero.he} cried. "I have tried a hundred times." {elder} picked up the cap and dusted it. "Ninety-one," said {elder}. "I have been counting. Most people need a hundred and twenty."',
      'Some of the others came to watch, and they laughed. It was not meant badly, but it hurt. {hero} walked home by the back way, along {path}, and did not go out again that day.',
      'A week passed, and then another. {hero} dreamed about it at night. In the dreams {hero.he} did it perfectly. "That is a good sign," said {friend}. "Part of you knows how. Now you have only to tell your feet."',
    ],
    [
      '"Let me tell you a secret," said {other}, {other.who}. "When I was young, I was so bad at it that they called me the Turnip. Everybody has forgotten that, because I went on. If I had stopped then, I should still be the Turnip."',
      'Then {friend} had a thought. "You look at your hands all the time," said {friend}. "Look at where you want to be instead." {hero} looked up. Something changed. It was not much, but it was something.',
      '{elder} said, "You hold your breath. Nobody can do anything while holding their breath." So {hero} breathed in, and {hero} breathed out. {hero.he} felt {hero.his} shoulders come down from {hero.his} ears. Then {hero.he} tried again.',
    ],
    [
      'And then, on a perfectly ordinary Wednesday, it worked. It worked for a moment only, and {hero} was so surprised that {hero.he} stopped. "Did you see that?" {hero.he} shouted. {friend} had seen it. {friend} was already running up with both arms in the air.',
      'Nobody was there when it happened, only {a animal} in the distance. {hero} did it once. {hero.he} did it twice. Then {hero.he} sat down on the ground and laughed out loud, and the {animal} looked at {hero.him} in surprise.',
      'On the hundred and nineteenth try {hero} forgot to be afraid. {hero.he} was thinking about supper. And by the time {hero.he} noticed what {hero.he} was doing, {hero.he} had been doing it for a whole minute.',
    ],
    [
      'From then on there was no holding {hero.him}. {hero} did it before breakfast and after supper, {place1.at} and {place2.at}. {hero}\'s mother said that it was like living with a clock that struck all day.',
      'At the next feast in {home} all eyes were on {hero}. {hero.his} knees shook. {hero.he} looked at where {hero.he} wanted to be, and breathed, and began. When it was over, there was a great noise, and it took {hero} a moment to understand that they were clapping.',
      '"Show us!" said those who had laughed. {hero} showed them. Nobody laughed now. "Is it hard?" asked the smallest of them. {hero} remembered all the bruises. "Yes," said {hero}, "but only at first."',
    ],
    [
      'A month later {hero} came upon a little boy, who was sitting {place1.at} with his chin in his hands. "I can\'t do it," said the boy. {hero} sat down next to him. "How often have you tried?" {hero.he} asked. "I will count for you."',
      '{hero} had made a mark for every try on the wall above {hero.his} bed, in pencil, in rows of ten. The marks are still there. When something will not go right, {hero.he} looks at them for a while, and then {hero.he} goes out and tries again.',
      '"What will you learn next?" asked {elder}. {hero} had a list. It was two pages long, and at the very top of it stood something so difficult that {hero.he} would not tell even {friend} what it was.',
    ],
  ],
};

export const MYSTERY = {
  titles: ['The Light at {place2}', 'A Noise in the Night', 'The Ghost of {home}', 'What {hero} Saw'],
  beats: [
    [
      'It was {friend} who saw it first. "There is a light {place2.at}," said {friend}, "and it moves." Nobody had any business {place2.at} at night, where {place2.where}. {hero} looked, and there it was, small and yellow, going up and down.',
      'Three nights running {hero} had heard it. It came from {place2}, a kind of [tapping|humming|scraping], and it began at eleven and stopped at twelve. On the fourth night {hero} put on a coat over {hero.his} nightshirt and went to fetch {friend}.',
      'Things were vanishing in {home}. First it was a pie, then a blanket, then {a thing}. There were no footprints and no broken locks. "A ghost," said some people, and they shut their windows at sunset.',
    ],
    [
      '"It is old Grey Jonas," said {other}, {other.who}, in a low voice. "He went out one night a hundred years ago, and he has been looking for the way home ever since." {friend} turned pale. {hero} wanted to know why he did not simply ask somebody.',
      '"There are no ghosts," said {elder}, {elder.who}. "There are only things that we have not looked at yet." {elder.he} lent them a lantern, and told them to be home by ten.',
      '{hero} wrote everything down in a notebook. {hero.he} wrote down where, and when, and how long. "What is that good for?" asked {friend}. "If it is a ghost, it does as it likes," said {hero}. "If it is a person, it will do the same thing twice."',
    ],
    [
      'That evening they hid {place1.at}, where {place1.where}. It was cold, and {friend}\'s teeth chattered so loudly that {hero} gave {friend.him} a crust to bite on. Ten o\'clock went by. Nothing happened. And then something did.',
      'They spread flour on the ground {place2.at}, as thin as a veil, and went to bed. In the morning they ran to see. There were marks in the flour, but they were [the wrong shape for a man|very small|in rows of three], and they led to the wall and stopped.',
      'When it was quite dark, they crept along {path} without a word. Every bush looked like somebody. An owl called, and {friend} took hold of {hero}\'s sleeve and did not let go of it again.',
    ],
    [
      'There was the light! It came out from behind {place2}, swung to the left, swung to the right, and stood still. "Now," whispered {hero}. "Now what?" whispered {friend}. "Now we say good evening," said {hero}, and {hero.he} stood up.',
      'Suddenly there was a sneeze in the darkness. It was quite a small sneeze. "Ghosts don\'t sneeze," whispered {hero}. And before {friend} could stop {hero.him}, {hero.he} had walked straight towards it, holding up the lantern.',
      'Behind {place2} there was a door that they had never noticed. A line of light lay under it. {hero} laid {hero.his} ear against the wood and listened. Someone inside was humming a tune, and the tune was [a dance|a lullaby|a hymn].',
    ],
    [
      'It was {other}! {other.he} was standing there in slippers, with a basket on {other.his} arm, and {other.he} jumped even higher than {friend} did. "You must not tell anybody," said {other}. "It was going to be a surprise."',
      'In the light of the lantern sat {a animal} in a nest of straw, wool and blankets. Beside it, quite unharmed, lay everything that had been missed in {home} that month. It blinked at them and tucked in its head. "So you are our ghost," said {hero}.',
      'There sat {other}, {other.who}, with glasses on {other.his} nose and a pile of paper before {other.him}. "I write poems," said {other}, and blushed. "I can\'t do it by day. People would laugh." "Are they good?" asked {hero}. "I don\'t know," said {other}. "Nobody has ever heard one."',
    ],
    [
      '{friend} laughed so much that {friend.he} had to lean on the wall. Then they were both given [a biscuit|a cup of milk|a seat by the warm lamp], and they heard the whole of it, from the beginning to the end. It was a far better story than the one about a ghost.',
      'They promised to keep the secret, and they kept it. It was hard. At school everybody talked about the ghost, and {friend} had to bite {friend.his} lip. But it was only until Saturday.',
      '"We shall have to tell them something," said {friend} on the way home. {hero} thought. "We shall tell them that there is no ghost," {hero.he} said, "and that they should leave a bowl of milk out, just in case. It can do no harm."',
    ],
    [
      'When Saturday came, there was a great gathering {place2.at}, with lanterns in every corner. Everything was made clear. Some people said that they had known all the time. {hero} only looked at {other}, and {other} winked.',
      'Since then the people of {home} have slept with their windows open. And if a light moves about at night {place2.at}, they say, "It is only a friend," and turn over, and sleep on.',
      '{hero} wrote one last line in the notebook. "Not a ghost," it said. "But I am glad that we looked." Then {hero.he} began a new page, and at the top {hero.he} wrote, "What does the cat do all day?"',
    ],
  ],
};
