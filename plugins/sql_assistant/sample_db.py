"""The sample shop: a small database with the same contents on every machine, made on first use."""

from __future__ import annotations

import os
import random
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from app.api import StorageError

FILE_NAME = "shop.sqlite"
VERSION = 1
"""Kept in ``user_version``; a file of another version is made anew."""

_TABLES = """
CREATE TABLE customers (
  id INTEGER PRIMARY KEY, first_name TEXT NOT NULL, last_name TEXT NOT NULL, email TEXT NOT NULL UNIQUE,
  city TEXT NOT NULL, country TEXT NOT NULL, joined_on DATE NOT NULL);
CREATE TABLE categories (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE products (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, category_id INTEGER NOT NULL REFERENCES categories (id),
  price NUMERIC(10, 2) NOT NULL, stock INTEGER NOT NULL);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), order_date DATE NOT NULL,
  status TEXT NOT NULL);
CREATE TABLE order_items (
  id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id),
  product_id INTEGER NOT NULL REFERENCES products (id), quantity INTEGER NOT NULL, unit_price NUMERIC(10, 2) NOT NULL);
CREATE TABLE reviews (
  id INTEGER PRIMARY KEY, product_id INTEGER NOT NULL REFERENCES products (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id), rating INTEGER NOT NULL, comment TEXT, written_on DATE NOT NULL);
"""
_CITIES = (
    ("Lisbon", "Portugal"), ("Porto", "Portugal"), ("Paris", "France"), ("Lyon", "France"), ("Berlin", "Germany"),
    ("Hamburg", "Germany"), ("Madrid", "Spain"), ("Valencia", "Spain"), ("Rome", "Italy"), ("Turin", "Italy"),
    ("Vienna", "Austria"), ("Dublin", "Ireland"), ("Oslo", "Norway"), ("Kyoto", "Japan"),
)  # fmt: skip
_FIRST = (
    "Ana Bruno Carla Daniel Elena Felix Greta Hugo Ines Jonas Klara Luis Maria Nils Olga Pedro Rosa Samuel Teresa Viktor "
    "Yuki Amina Clara David Emma Leo Marta Noah Sofia Tom"
).split()
_LAST = (
    "Silva Moreau Fischer Rossi Gruber Murphy Hansen Tanaka Garcia Novak Costa Bernard Weber Ricci Huber Byrne Berg Sato Lopez "
    "Dubois Wagner Greco Bauer Walsh Dahl Mori Torres Petit Keller Conti"
).split()
_PRODUCTS = {
    "Books": (
        ("Atlas of Rivers", 39.0), ("Bread at Home", 24.5), ("Garden Year", 19.9), ("Night Trains", 14.0),
        ("Paper Birds", 12.5), ("Stars for Beginners", 28.0),
    ),
    "Coffee and tea": (
        ("Espresso Beans 1 kg", 22.0), ("Filter Coffee 500 g", 11.5), ("Green Tea Sencha", 9.8), ("Earl Grey", 7.2),
        ("Rooibos Vanilla", 6.9), ("Cold Brew Kit", 34.0),
    ),
    "Kitchen": (
        ("Cast Iron Pan", 64.0), ("Chef's Knife", 89.0), ("Cutting Board", 27.5), ("Enamel Mug", 11.0),
        ("Glass Jar Set", 18.9), ("Pepper Mill", 32.0), ("Linen Apron", 29.0),
    ),
    "Garden": (
        ("Watering Can", 24.0), ("Pruning Shears", 36.5), ("Herb Seeds", 4.5), ("Clay Pot", 8.9), ("Bird Feeder", 21.0),
        ("Compost Bin", 58.0),
    ),
    "Office": (
        ("Fountain Pen", 45.0), ("Notebook A5", 9.5), ("Desk Lamp", 74.0), ("Letter Tray", 17.0), ("Pencil Set", 13.8),
        ("Wall Calendar", 16.0),
    ),
    "Sport": (
        ("Yoga Mat", 38.0), ("Skipping Rope", 10.5), ("Water Bottle", 15.9), ("Running Belt", 22.5),
        ("Resistance Bands", 19.0), ("Tennis Balls", 7.5),
    ),
    "Toys": (
        ("Wooden Train", 49.0), ("Puzzle 500 Pieces", 17.9), ("Kite", 23.0), ("Building Blocks", 35.0),
        ("Card Game Foxes", 12.0), ("Marble Run", 42.0),
    ),
    "Travel": (
        ("Backpack 25 l", 92.0), ("Travel Towel", 18.0), ("Packing Cubes", 26.0), ("Neck Pillow", 21.5),
        ("Rain Poncho", 14.9),
    ),
}  # fmt: skip
_STATUSES = ("delivered", "delivered", "delivered", "delivered", "shipped", "pending", "cancelled")
_COMMENTS = (
    "Just right.",
    "Good value.",
    "Arrived late.",
    "Smaller than I thought.",
    "A gift, much liked.",
    None,
    None,
)
_FIRST_DAY = date(2023, 1, 1)


def sample_database(folder: Path) -> Path:
    """The sample shop in ``folder``, made if it is not there yet.

    Raises:
        StorageError: it cannot be written.
    """
    path = folder / FILE_NAME
    if _is_current(path):
        return path
    unfinished = folder / f".{FILE_NAME}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        write_shop(unfinished)
        unfinished.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise StorageError(
            f"The sample database cannot be written to {folder}: {error}.",
            hint="Free some space or allow writing there, or open a database of your own.",
        ) from error
    finally:
        _discard(unfinished)
    return path


def _discard(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def _is_current(path: Path) -> bool:
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(path)) as connection:
            return bool(connection.execute("PRAGMA user_version").fetchone()[0] == VERSION)
    except sqlite3.Error:
        return False


def write_shop(path: Path) -> None:
    """Write the shop into a new file.

    Raises:
        sqlite3.Error: it cannot be written.
    """
    rng = random.Random(20240229)  # noqa: S311 -- sample rows, the same everywhere
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_TABLES)
        customers = _customers(rng)
        products = _products(rng)
        orders = _orders(rng, customers)
        _insert(connection, "customers", customers)
        _insert(connection, "categories", list(enumerate(_PRODUCTS, 1)))
        _insert(connection, "products", products)
        _insert(connection, "orders", orders)
        _insert(connection, "order_items", _items(rng, orders, products))
        _insert(connection, "reviews", _reviews(rng, products, len(customers)))
        connection.execute(f"PRAGMA user_version = {VERSION}")


Row = tuple[object, ...]


def _insert(connection: sqlite3.Connection, table: str, rows: list[Row] | list[tuple[int, str]]) -> None:
    marks = ", ".join("?" * len(rows[0]))
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 -- our own table names


def _customers(rng: random.Random) -> list[Row]:
    names = [(first, last) for first in _FIRST for last in _LAST]
    rows: list[Row] = []
    for number, (first, last) in enumerate(rng.sample(names, 90), 1):
        city, country = rng.choice(_CITIES)
        email = f"{first}.{last}@example.com".lower()
        rows.append((number, first, last, email, city, country, _day(rng, 0, 500)))
    return rows


def _day(rng: random.Random, earliest: int, latest: int) -> str:
    return (_FIRST_DAY + timedelta(days=rng.randint(earliest, latest))).isoformat()


def _products(rng: random.Random) -> list[Row]:
    pairs = [(name, price, number) for number, goods in enumerate(_PRODUCTS.values(), 1) for name, price in goods]
    return [
        (n, name, category, price, rng.choice((0, rng.randint(1, 120))))
        for n, (name, price, category) in enumerate(pairs, 1)
    ]


def _orders(rng: random.Random, customers: list[Row]) -> list[Row]:
    """Orders by date; a few customers order often, some never."""
    buyers = [customer[0] for customer in customers[:78]]
    weights = [1 + 6 / (position % 13 + 1) for position in range(len(buyers))]
    days = sorted(_day(rng, 30, 720) for _ in range(260))
    return [(n, rng.choices(buyers, weights)[0], day, rng.choice(_STATUSES)) for n, day in enumerate(days, 1)]


def _items(rng: random.Random, orders: list[Row], products: list[Row]) -> list[Row]:
    rows: list[Row] = []
    for order in orders:
        for product in rng.sample(products, rng.choice((1, 1, 2, 2, 3, 4))):
            rows.append((len(rows) + 1, order[0], product[0], rng.choice((1, 1, 1, 2, 2, 3, 5)), product[3]))
    return rows


def _reviews(rng: random.Random, products: list[Row], customers: int) -> list[Row]:
    return [_review(rng, number, products, customers) for number in range(1, 141)]


def _review(rng: random.Random, number: int, products: list[Row], customers: int) -> Row:
    rating = rng.choice((1, 2, 3, 4, 4, 5, 5))
    return (
        number,
        rng.choice(products)[0],
        rng.randint(1, customers),
        rating,
        rng.choice(_COMMENTS),
        _day(rng, 60, 720),
    )
