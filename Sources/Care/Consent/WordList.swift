/// The words that stand for the bytes of a hash when two people read it to each other.
///
/// 256 plain words, ascending; no two sound the same. The list is part of what a screen
/// promises: changing a word changes what both partners read aloud.
enum WordList {
  static let words: [String] = """
    acorn almond amber anchor apple apron arrow aspen atlas attic autumn avenue bamboo banjo \
    barley basil basket beaver bench berry birch biscuit blanket blossom bonnet bottle branch \
    brick bridge bronze bubble bucket butter button cabin cactus camel candle canoe canvas \
    carpet carrot castle cedar cello cherry chimney cinnamon circle clover cobalt cocoa comet \
    copper coral corner cotton cradle crayon cricket crystal curtain cushion daisy dancer desert \
    diamond dolphin donkey drawer drum eagle easel echo elbow elm ember engine evening fabric \
    falcon feather fennel fiddle finch flannel flute fossil fountain fox frost galaxy garden \
    garlic ginger glacier glove goat granite grape guitar hammock harbor harp hazel hedge helmet \
    heron hill honey igloo indigo inkwell iris island ivory ivy jacket jasmine jigsaw jungle \
    juniper kayak kettle kitchen kite kiwi koala ladder lagoon lantern lark laurel lavender leaf \
    lemon lily linen magnet mango maple marble meadow melon midnight mirror mitten monsoon \
    mosaic moss muffin napkin nectar needle nest noodle north nutmeg oasis oatmeal ocean olive \
    onion opal orange orchard otter oven oyster paddle panda parsley peach pebble pelican pencil \
    pepper piano pigeon pillow pine planet plum pocket pond poppy potato prairie pumpkin puzzle \
    quartz quilt rabbit raccoon radish raft ribbon ripple river robin rocket rosemary ruby \
    saddle saffron sandal satin scarf seagull shadow shelter silver slipper snow sofa sparrow \
    spinach sponge squirrel stone summer sunset swan table tango teapot temple thicket thistle \
    tiger timber tomato topaz trumpet tulip tunnel turtle umbrella valley vanilla velvet village \
    violet violin waffle walnut walrus water wheat willow window winter wolf yellow zebra zephyr
    """.split(separator: " ").map { String($0) }
}
