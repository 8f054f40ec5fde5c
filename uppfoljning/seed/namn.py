"""Names and languages of a Swedish city, by where a family comes from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ursprung:
    """First names of women and men, surnames, language, and how common it is among those of foreign background."""

    sprak: str
    vikt: int
    kvinnor: tuple[str, ...]
    man: tuple[str, ...]
    efternamn: tuple[str, ...]


def _ord(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SVENSKA = Ursprung(
    "svenska", 0,
    _ord("Anna Karin Emma Linnea Sofia Ida Maja Johanna Elin Sara-Li Petra Camilla Lisa Ulrika Frida Hanna Jenny Malin "
         "Gunilla Åsa Evelina Moa Lina Josefin Cecilia Veronica Madeleine Ellinor Susanne Tove"),
    _ord("Jonas Erik Viktor Mikael Daniel Andreas Tomas Oskar Simon Niklas Robert Linus Henrik Kristian Jesper Anton "
         "Fredrik Patrik Joakim Emil Rasmus Magnus Sebastian Albin Tobias Kenneth Björn Filip Ludvig Alexander"),
    _ord("Andersson Karlsson Ekvall Marklund Lindström Öhrling Sandgren Stålnacke Hellgren Nyström Bergkvist Holm "
         "Sundelöf Wallgren Åkerblom Forsmark Lundmark Engström Hedman Strand Isaksson Viklund Nordin Sjölund "
         "Blomqvist Eklöf Norling Rosander Lindgren Högberg Fors Dahl Palm Ström Berg Lund Sandin Nord Hall"),
)  # fmt: skip

UTRIKES = [
    Ursprung(
        "somaliska", 20,
        _ord("Amina Hodan Fadumo Ayan Hibo Sahra Ifrah Khadija Nasra Ubah Deqa Zamzam Hawa Ladan Idil Sagal"),
        _ord("Abdi Mohamed Yusuf Ismail Hassan Liban Omar Guled Mahad Ayub Bashir Khalid Abdirahman Warsame Jama"),
        _ord("Ali Farah Jama Osman Nur Hersi Abdullahi Warsame Ahmed Duale Isse Egal Hussein Gedi Yasin"),
    ),
    Ursprung(
        "arabiska", 26,
        _ord("Nour Fatima Rana Hiba Layla Zainab Maryam Samar Dalia Reem Huda Yasmin Lina Rasha Abeer Sawsan Noor"),
        _ord("Samir Ahmad Khaled Yousef Mustafa Omar Hussein Bilal Tariq Fadi Karim Ziad Mahmoud Rami Josef Ammar"),
        _ord("Haddad Bousaid Khalil Nasser Hamdan Saleh Mansour Aziz Sabbagh Qasim Najjar Darwish Shami Ibrahim Issa "
             "Barakat Hassoun Kassem"),
    ),
    Ursprung(
        "tigrinska", 14,
        _ord("Selam Feven Mebrat Senait Luwam Rahel Winta Saba Helen Bisrat Hiwet Yordanos Semhar"),
        _ord("Robel Dawit Yonas Filmon Samuel Henok Mehari Amanuel Tesfay Kibrom Isaias Biniam Natnael"),
        _ord("Tesfay Habte Kidane Ghebre Tekle Haile Berhane Mengistu Weldu Gebremedhin Araya Okbay Solomon"),
    ),
    Ursprung(
        "dari", 10,
        _ord("Zahra Maryam Fereshta Shabnam Nilofar Parwana Marzia Laila Masuma Sima"),
        _ord("Ali Reza Farid Hamid Jawad Milad Nasim Omid Sohrab Zaki Mahdi"),
        _ord("Nazari Rahimi Hosseini Karimi Mousavi Daneshvar Ahmadi Sharifi Akbari Jafari Rezai"),
    ),
    Ursprung(
        "persiska", 6,
        _ord("Leila Shirin Parisa Nasrin Mahsa Roya Azadeh Niloufar"),
        _ord("Arash Behzad Kaveh Dariush Mehdi Siavash Babak"),
        _ord("Moradi Rostami Tehrani Farahani Ghasemi Sadeghi Kermani"),
    ),
    Ursprung(
        "turkiska", 7,
        _ord("Leyla Rojda Elif Zeynep Ayse Derya Hatice Berivan Gulcan"),
        _ord("Mehmet Emre Hasan Baran Ugur Serkan Kemal Ferhat Deniz"),
        _ord("Arslan Demirel Yildiz Kaya Aydin Celik Ozturk Dogan Simsek"),
    ),
    Ursprung(
        "finska", 6,
        _ord("Tuula Päivi Marjut Sirpa Johanna Minna Riitta"),
        _ord("Jari Pekka Timo Juha Mika Ari Kimmo"),
        _ord("Virtanen Korhonen Mäkinen Nieminen Laine Heikkinen Koskinen"),
    ),
    Ursprung(
        "spanska", 5,
        _ord("Carolina Paola Daniela Marisol Ximena Rocio Valeria"),
        _ord("Carlos Diego Rodrigo Javier Esteban Mateo Julio"),
        _ord("Rojas Fuentes Contreras Morales Vargas Gutierrez Salazar"),
    ),
    Ursprung(
        "ukrainska", 3,
        _ord("Oksana Iryna Natalia Tetiana Olena Yuliia"),
        _ord("Ivan Andrii Oleh Serhii Taras Bohdan"),
        _ord("Petrenko Kovalchuk Shevchenko Bondar Melnyk Lysenko"),
    ),
    Ursprung(
        "polska", 4,
        _ord("Agnieszka Beata Ewa Magdalena Dorota Katarzyna"),
        _ord("Piotr Marek Tomasz Krzysztof Pawel Robert"),
        _ord("Nowak Kowalska Zielinski Wojcik Mazur Krawczyk"),
    ),
    Ursprung(
        "bosniska", 4,
        _ord("Amra Selma Jasmina Lejla Edina Azra"),
        _ord("Adnan Emir Senad Mirza Haris Nermin"),
        _ord("Hadzic Begovic Softic Kovacevic Delic Mujic"),
    ),
]  # fmt: skip
