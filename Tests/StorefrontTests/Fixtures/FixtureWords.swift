/// Places and hotels as a reader of each language would see them.
struct FixtureWords {
    struct Place {
        let name: String
        let country: String
    }

    let places: [Place]
    let hotels: [String]
    let districts: [String]
    let address: String
    let rooms: [String]
    let roomText: String
    let paragraphs: [String]
    let traveller: (given: String, family: String)

    static func of(_ language: String) -> FixtureWords {
        switch language {
        case "ru": russian
        case "de": german
        case "ar": arabic
        case "ja": japanese
        default: english
        }
    }

    private static let countries = ["FR", "JP", "KW", "AT", "GB", "TR", "PT", "GE"]

    private init(
        places: String, hotels: String, districts: String, address: String, rooms: String, roomText: String,
        paragraphs: [String], traveller: (String, String)
    ) {
        self.places = zip(places.split(separator: ","), Self.countries).map { Place(name: String($0), country: $1) }
        self.hotels = hotels.split(separator: ",").map(String.init)
        self.districts = districts.split(separator: ",").map(String.init)
        self.address = address
        self.rooms = rooms.split(separator: ",").map(String.init)
        self.roomText = roomText
        self.paragraphs = paragraphs
        self.traveller = traveller
    }

    private static let english = FixtureWords(
        places: "Paris,Kyoto,Kuwait City,Vienna,Edinburgh,Istanbul,Lisbon,Tbilisi",
        hotels: "Hôtel des Arènes,The Quiet Bank,Maison Lumière,Left Bank House,Gare Nouvelle,Canal & Co.",
        districts: "Latin Quarter,Saint-Germain,Le Marais,Montparnasse,Gare de Lyon,Canal Saint-Martin",
        address: "12 Rue Monge, 75005 Paris", rooms: "Classic double room,Corner room with balcony",
        roomText: "A calm room to the courtyard with a walk-in shower and a desk by the window.",
        paragraphs: [
            "A small house behind the Roman arena, five minutes from the river. Breakfast is served in the garden.",
            "The owners have run it for three generations and still choose every book in the library.",
        ],
        traveller: ("Amara", "Okafor"))

    private static let german = FixtureWords(
        places: "Paris,Kyoto,Kuwait-Stadt,Wien,Edinburgh,Istanbul,Lissabon,Tiflis",
        hotels: "Hôtel des Arènes,Das stille Ufer,Maison Lumière,Haus am linken Ufer,Gare Nouvelle,Kanal & Co.",
        districts: "Quartier Latin,Saint-Germain,Le Marais,Montparnasse,Gare de Lyon,Canal Saint-Martin",
        address: "12 Rue Monge, 75005 Paris", rooms: "Klassisches Doppelzimmer,Eckzimmer mit Balkon",
        roomText: "Ein ruhiges Zimmer zum Hof mit bodengleicher Dusche und Schreibtisch am Fenster.",
        paragraphs: [
            "Ein kleines Haus hinter der römischen Arena, fünf Minuten vom Fluss. Gefrühstückt wird im Garten.",
            "Die Familie führt es in dritter Generation und wählt noch immer jedes Buch der Bibliothek aus.",
        ],
        traveller: ("Jördis", "Großmann-Weiß"))

    private static let russian = FixtureWords(
        places: "Париж,Киото,Эль-Кувейт,Вена,Эдинбург,Стамбул,Лиссабон,Тбилиси",
        hotels: "Отель «Арена»,Тихий берег,Мезон Люмьер,Дом на левом берегу,Новый вокзал,Канал и Ко",
        districts: "Латинский квартал,Сен-Жермен,Маре,Монпарнас,Лионский вокзал,Канал Сен-Мартен",
        address: "улица Монж, 12, 75005 Париж", rooms: "Классический двухместный номер,Угловой номер с балконом",
        roomText: "Тихий номер с окнами во двор, душем без порога и столом у окна.",
        paragraphs: [
            "Небольшой дом за римской ареной, в пяти минутах от реки. Завтрак подают в саду.",
            "Им владеет третье поколение одной семьи, и каждую книгу в библиотеке по-прежнему выбирают сами.",
        ],
        traveller: ("Ярослава", "Северянинова"))

    private static let arabic = FixtureWords(
        places: "باريس,كيوتو,مدينة الكويت,فيينا,إدنبرة,إسطنبول,لشبونة,تبليسي",
        hotels: "فندق الساحة,الضفة الهادئة,بيت النور,دار الضفة اليسرى,المحطة الجديدة,القناة وشركاه",
        districts: "الحي اللاتيني,سان جيرمان,الماريه,مونبارناس,محطة ليون,قناة سان مارتان",
        address: "12 شارع مونج، 75005 باريس", rooms: "غرفة مزدوجة كلاسيكية,غرفة ركنية بشرفة",
        roomText: "غرفة هادئة تطل على الفناء مع دش بلا عتبة ومكتب بجانب النافذة.",
        paragraphs: [
            "بيت صغير خلف الساحة الرومانية على بعد خمس دقائق من النهر. يُقدَّم الإفطار في الحديقة.",
            "تديره العائلة منذ ثلاثة أجيال وما زالت تختار كل كتاب في مكتبته.",
        ],
        traveller: ("نورة", "العتيبي"))

    private static let japanese = FixtureWords(
        places: "パリ,京都,クウェート市,ウィーン,エディンバラ,イスタンブール,リスボン,トビリシ",
        hotels: "オテル・デ・ザレーヌ,静かな岸辺,メゾン・リュミエール,左岸の家,ガール・ヌーヴェル,運河ホテル",
        districts: "カルチエ・ラタン,サンジェルマン,マレ地区,モンパルナス,リヨン駅,サンマルタン運河",
        address: "75005 パリ、モンジュ通り12番地", rooms: "クラシック・ダブル,バルコニー付き角部屋",
        roomText: "中庭に面した静かな客室。段差のないシャワーと窓辺の机があります。",
        paragraphs: [
            "ローマ時代の闘技場の裏手、川まで徒歩5分の小さな宿。朝食は庭でお召し上がりいただけます。",
            "三代続く家族経営で、書斎の本は今もすべて自分たちで選んでいます。",
        ],
        traveller: ("さくら", "日野"))
}
