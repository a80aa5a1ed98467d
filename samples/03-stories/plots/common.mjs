/** How stories begin and end, whatever happens between. */
export const OPENINGS = [
  '{home} is {kind}. [It is not on many maps|You will not find it unless you look for it|Most travellers pass it by], and the people who live there like it that way. This story is about one of them, {a hero.child} named {hero}.',
  'There was once {a hero.child} called {hero}, who lived in {home}, {kind}. {hero.he} knew every door and every dog in it, and {hero.his} favourite spot was {place1.at}, where {place1.where}.',
  'If you go to {home}, ask for {hero}. [Anybody will point the way|The first person you meet will know the house|Even the dogs know where to find {hero.him}]. It is {kind}, and everyone there knows everyone, and most of their business too.',
  'In {home}, {kind}, two friends were never seen apart. One was {hero} and the other was {friend}. When people saw one of them {place1.at}, they looked round for the other.',
  'One morning, when the light was still grey over {water}, {hero} woke up with the feeling that something was going to happen. In {home}, {kind}, things did not happen often. But {hero} was right.',
  'Long ago, or perhaps last week, {hero} was walking along {path} in {home}. You may not know {home}. It is {kind}, and {hero} had lived there for all of {hero.his} life.',
  'People in {home} still tell this story on long evenings. [Some say it happened in spring and some say in autumn|Each of them tells it a little differently|They do not agree about the weather], but all of them agree that it began with {hero}.',
  '"Nothing ever happens here," said {friend}. {friend.he} was sitting with {hero} {place1.at}, where {place1.where}. {home} was {kind}, and on most days {friend} would have been right. But this was not most days.',
  'Listen, and I will tell you about {hero} of {home}. It is {kind}, so there was little to do on a [quiet|slow|long] afternoon but to walk along {path} and see who was about.',
  'The bell had just struck [seven|eight|nine] when {hero} came down {path}, [hopping on one foot|swinging {hero.his} arms|kicking a pebble before {hero.him}]. {home} was waking up. It was {kind}, and smoke rose from every chimney.',
  'Every child in {home} had a favourite place, and {hero} had chosen {place1}, where {place1.where}. {hero.he} went there after school, and before school, and now and then instead of school.',
  '{elder}, {elder.who}, used to say that {home} was {kind} and nothing more. {hero} did not agree. To {hero} it was the middle of the world, and {path} led straight out of the middle to everywhere else.',
];

export const ENDINGS = [
  'That night {hero} lay awake for a while and listened to the wind over {water}. Then {hero.he} turned over, [pulled up the blanket|hugged the pillow|sighed happily], and was asleep before {hero.he} could think of anything else.',
  'And if you pass {place2} today, you may still see {hero} and {friend} there. They will [wave|nod|make room for you]. Ask them, and they will tell you the story from the beginning.',
  'There was {food} for supper in {hero}\'s house that evening, and [nobody asked who wanted more, because everybody did|the pot was empty before the stories were|{friend} stayed until the last crumb]. It was a good day. There have been others since, but none quite like it.',
  '"What shall we do tomorrow?" asked {friend}. {hero} yawned. "Nothing at all," {hero.he} said. But they both knew that this was not true.',
  'The moon came up over {home} and shone on {path}, on {water} and on one small window where the lamp had just gone out. Everything was where it belonged.',
  'Years later, when {hero} was grown up and had children, they asked for this story again and again. "And was it really true?" they always said. "Go and ask {friend}," said {hero}. So they did, and it was.',
  'In the end they walked home together along {path}, [tired and muddy and very pleased|not saying much, because they did not need to|counting the first stars], and the lights of {home} came out one by one to meet them.',
  '{elder} wrote it all down in a little book, so that it should not be forgotten. That is how I know. The last line says: "{hero} did well." And so {hero.he} did.',
  'The next morning everything in {home} looked the same as before. Only {hero} knew that it was not. {hero.he} put on {hero.his} shoes, whistled twice beneath {friend}\'s window, and went out to see what the day would bring.',
  'They had {food} by the fire, and {elder} raised a cup. "To {hero}!" cried everybody, and the windows rattled. {hero} hid behind the loaf of bread, but {hero.he} was smiling.',
  'Since then there has been a saying in {home}. When something looks too hard, people tell each other, "[Send for {hero}|Ask {hero} first|{hero} would try]." And most of the time that is all the help they need.',
  'And that was the end of it, or almost. A week later {hero} found a small parcel on the step. In it lay {a thing2}, and a note that said, "Thank you." There was no name on it, but {hero} knew the hand.',
];
