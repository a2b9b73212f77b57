-- A farm shop.
CREATE TABLE suppliers (supplier_id INTEGER PRIMARY KEY, supplier_name TEXT, village TEXT, contact_phone TEXT, is_organic INTEGER, distance_km REAL);
CREATE TABLE products (product_id INTEGER PRIMARY KEY, supplier_id INTEGER REFERENCES suppliers(supplier_id), product_name TEXT, category TEXT, unit_price REAL, unit TEXT, stock_qty INTEGER, best_before DATE);
CREATE TABLE customers (customer_id INTEGER PRIMARY KEY, customer_name TEXT, village TEXT, email TEXT, loyalty_points INTEGER, newsletter INTEGER);
CREATE TABLE sales (sale_id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers(customer_id), sale_date DATE, payment_method TEXT);
CREATE TABLE sale_items (sale_id INTEGER REFERENCES sales(sale_id), product_id INTEGER REFERENCES products(product_id), quantity INTEGER, PRIMARY KEY (sale_id, product_id));
INSERT INTO suppliers VALUES
(1,'Hilltop Dairy','Upper Wick','01794 220',1,6.5),
(2,'Greenacre Farm','Nether Stow','01794 351',1,2.0),
(3,'Barlow Orchards','Appleton','01796 118',0,14.2),
(4,'Honeycombe Apiary','Nether Stow',NULL,0,3.1),
(5,'Marsh End Bakery','Upper Wick','01794 902',0,7.4),
(6,'Stoneleigh Meats','Fenham','01799 447',0,22.8);
INSERT INTO products VALUES
(1,1,'Whole Milk','dairy',1.4,'litre',40,'2024-06-12'),
(2,1,'Goat Cheese','dairy',5.2,'piece',12,'2024-07-01'),
(3,1,'Salted Butter','dairy',3.1,'piece',0,'2024-07-20'),
(4,2,'Carrots','vegetables',1.2,'kg',55,NULL),
(5,2,'Leeks','vegetables',2.1,'kg',18,NULL),
(6,2,'New Potatoes','vegetables',1.7,'kg',80,NULL),
(7,2,'Free Range Eggs','eggs',2.6,'half dozen',30,'2024-06-25'),
(8,3,'Cox Apples','fruit',2.3,'kg',60,NULL),
(9,3,'Apple Juice','drinks',3.8,'bottle',24,'2025-03-31'),
(10,3,'Dry Cider','drinks',4.5,'bottle',0,'2026-01-31'),
(11,4,'Heather Honey','preserves',7.9,'jar',15,'2026-10-01'),
(12,5,'Sourdough Loaf','bakery',4.2,'piece',8,'2024-06-09'),
(13,5,'Apple Pie','bakery',6.5,'piece',4,'2024-06-10'),
(14,6,'Pork Sausages','meat',8.4,'kg',10,'2024-06-14'),
(15,6,'Lamb Shoulder','meat',16.9,'kg',3,'2024-06-13'),
(16,NULL,'Jute Bag','other',3.5,'piece',33,NULL);
INSERT INTO customers VALUES
(1,'Margaret Dunn','Fenham','mdunn@post.example',340,1),
(2,'Joel Carter','Upper Wick',NULL,85,0),
(3,'Anneke Visser','Nether Stow','anneke@visser.example',512,1),
(4,'Bill Oakes','Appleton',NULL,0,0),
(5,'Zara Siddiqui','Fenham','zara.s@post.example',127,1),
(6,'Peter Lowe','Nether Stow','plowe@post.example',60,0),
(7,'Ivy Chambers','Fenham',NULL,15,1),
(8,'Desmond Achebe','Appleton','desmond@achebe.example',228,0);
INSERT INTO sales VALUES
(1,1,'2024-04-03','card'),(2,3,'2024-04-06','cash'),(3,NULL,'2024-04-06','cash'),(4,2,'2024-04-19','card'),(5,5,'2024-04-27','phone'),
(6,3,'2024-05-02','card'),(7,1,'2024-05-04','card'),(8,8,'2024-05-11','cash'),(9,NULL,'2024-05-11','card'),(10,6,'2024-05-18','card'),
(11,3,'2024-05-25','phone'),(12,5,'2024-06-01','card'),(13,1,'2024-06-01','cash'),(14,NULL,'2024-06-05','cash'),(15,7,'2024-06-07','card'),(16,3,'2024-06-08','card');
INSERT INTO sale_items VALUES
(1,1,4),(1,12,1),(1,7,2),(2,4,3),(2,11,1),(3,8,2),(4,14,2),(4,6,5),(5,2,1),(5,9,3),
(6,1,2),(6,5,1),(6,15,2),(7,12,2),(7,13,1),(8,10,6),(9,16,1),(9,8,3),(10,7,1),(10,4,2),
(11,11,2),(11,2,2),(12,6,4),(12,14,1),(13,1,3),(14,12,1),(15,13,2),(15,7,1),(16,8,4),(16,1,2);
