CREATE TABLE branches (
  branch_id INTEGER PRIMARY KEY,
  branch_name TEXT NOT NULL,
  town TEXT NOT NULL,
  opened_on TEXT NOT NULL,
  has_cafe INTEGER NOT NULL DEFAULT 0,
  seats INTEGER,
  weekly_rent REAL NOT NULL
);
CREATE TABLE products (
  product_id INTEGER PRIMARY KEY,
  product_name TEXT NOT NULL,
  category TEXT NOT NULL,
  price REAL NOT NULL,
  vegan INTEGER NOT NULL DEFAULT 0,
  status TEXT NOT NULL,
  introduced_on TEXT
);
CREATE TABLE daily_sales (
  sale_id INTEGER PRIMARY KEY,
  branch_id INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  sale_date TEXT NOT NULL,
  quantity_sold INTEGER NOT NULL,
  quantity_wasted INTEGER NOT NULL DEFAULT 0,
  takings REAL NOT NULL,
  FOREIGN KEY (branch_id) REFERENCES branches (branch_id),
  FOREIGN KEY (product_id) REFERENCES products (product_id)
);
CREATE TABLE staff (
  staff_id INTEGER PRIMARY KEY,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  branch_id INTEGER NOT NULL,
  job_title TEXT NOT NULL,
  hourly_wage REAL NOT NULL,
  hired_on TEXT NOT NULL,
  left_on TEXT,
  phone TEXT,
  FOREIGN KEY (branch_id) REFERENCES branches (branch_id)
);

INSERT INTO branches (branch_id, branch_name, town, opened_on, has_cafe, seats, weekly_rent) VALUES (1, 'Market Square', 'York', '2016-04-11', 1, 32, 950.00);
INSERT INTO branches (branch_id, branch_name, town, opened_on, has_cafe, seats, weekly_rent) VALUES (2, 'Station Road', 'York', '2019-09-02', 0, NULL, 620.00);
INSERT INTO branches (branch_id, branch_name, town, opened_on, has_cafe, seats, weekly_rent) VALUES (3, 'Abbey Street', 'Whitby', '2023-03-20', 1, 24, 540.00);
INSERT INTO branches (branch_id, branch_name, town, opened_on, has_cafe, seats, weekly_rent) VALUES (4, 'Kings Road', 'Harrogate', '2021-06-14', 1, 40, 1100.00);
INSERT INTO branches (branch_id, branch_name, town, opened_on, has_cafe, seats, weekly_rent) VALUES (5, 'Mill Lane', 'Selby', '2024-02-05', 0, NULL, 380.00);
INSERT INTO branches (branch_id, branch_name, town, opened_on, has_cafe, seats, weekly_rent) VALUES (6, 'Cathedral Close', 'Ripon', '2024-10-21', 1, 18, 510.00);
INSERT INTO branches (branch_id, branch_name, town, opened_on, has_cafe, seats, weekly_rent) VALUES (7, 'Valley Gardens', 'Harrogate', '2025-05-12', 0, NULL, 870.00);
INSERT INTO branches (branch_id, branch_name, town, opened_on, has_cafe, seats, weekly_rent) VALUES (8, 'Headingley Lane', 'Leeds', '2025-11-03', 1, 28, 1040.00);
INSERT INTO branches (branch_id, branch_name, town, opened_on, has_cafe, seats, weekly_rent) VALUES (9, 'Bridge Street', 'Selby', '2026-10-26', 0, NULL, 410.00);

INSERT INTO products (product_id, product_name, category, price, vegan, status, introduced_on) VALUES (1, 'Sourdough loaf', 'bread', 4.25, 1, 'on sale', '2023-02-01');
INSERT INTO products (product_id, product_name, category, price, vegan, status, introduced_on) VALUES (2, 'White tin loaf', 'bread', 2.50, 0, 'on sale', '2023-02-01');
INSERT INTO products (product_id, product_name, category, price, vegan, status, introduced_on) VALUES (3, 'Rye loaf', 'bread', 3.75, 1, 'on sale', '2023-09-18');
INSERT INTO products (product_id, product_name, category, price, vegan, status, introduced_on) VALUES (4, 'Seeded roll', 'bread', 0.75, 1, 'on sale', '2024-01-08');
INSERT INTO products (product_id, product_name, category, price, vegan, status, introduced_on) VALUES (5, 'Focaccia', 'bread', 3.50, 1, 'discontinued', '2023-05-15');
INSERT INTO products (product_id, product_name, category, price, vegan, status, introduced_on) VALUES (6, 'Butter croissant', 'pastry', 1.75, 0, 'on sale', '2023-02-01');
INSERT INTO products (product_id, product_name, category, price, vegan, status, introduced_on) VALUES (7, 'Pain au chocolat', 'pastry', 2.00, 0, 'on sale', '2023-02-01');
INSERT INTO products (product_id, product_name, category, price, vegan, status, introduced_on) VALUES (8, 'Cinnamon swirl', 'pastry', 2.25, 0, 'on sale', '2024-09-02');
INSERT INTO products (product_id, product_name, category, price, vegan, status, introduced_on) VALUES (9, 'Almond croissant', 'pastry', 2.75, 0, 'on sale', '2025-11-10');
INSERT INTO products (product_id, product_name, category, price, vegan, status, introduced_on) VALUES (10, 'Apple turnover', 'pastry', 2.50, 1, 'discontinued', '2023-10-02');
INSERT INTO products (product_id, product_name, category, price, vegan, status, introduced_on) VALUES (11, 'Victoria sponge', 'cake', 18.00, 0, 'on sale', '2023-02-01');
INSERT INTO products (product_id, product_name, category, price, vegan, status, introduced_on) VALUES (12, 'Carrot cake', 'cake', 19.50, 0, 'on sale', '2024-03-11');
INSERT INTO products (product_id, product_name, category, price, vegan, status, introduced_on) VALUES (13, 'Fudge brownie', 'cake', 3.00, 1, 'on sale', '2025-06-02');
INSERT INTO products (product_id, product_name, category, price, vegan, status, introduced_on) VALUES (14, 'Christmas stollen', 'cake', 12.50, 0, 'seasonal', '2024-11-01');
INSERT INTO products (product_id, product_name, category, price, vegan, status, introduced_on) VALUES (15, 'Sausage roll', 'savoury', 3.25, 0, 'on sale', '2023-02-01');
INSERT INTO products (product_id, product_name, category, price, vegan, status, introduced_on) VALUES (16, 'Cheese and leek pasty', 'savoury', 3.75, 0, 'on sale', '2024-05-20');
INSERT INTO products (product_id, product_name, category, price, vegan, status, introduced_on) VALUES (17, 'Hot cross bun', 'bread', 1.25, 0, 'seasonal', '2024-02-26');
INSERT INTO products (product_id, product_name, category, price, vegan, status, introduced_on) VALUES (18, 'Chickpea roll', 'savoury', 3.00, 1, 'on sale', '2026-09-14');
INSERT INTO products (product_id, product_name, category, price, vegan, status, introduced_on) VALUES (19, 'Flat white', 'drink', 3.25, 0, 'on sale', '2023-04-03');
INSERT INTO products (product_id, product_name, category, price, vegan, status, introduced_on) VALUES (20, 'Oat latte', 'drink', 3.50, 1, 'on sale', '2026-11-02');

INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (1, 1, 1, '2024-11-16', 42, 3, 178.50);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (2, 1, 6, '2024-11-16', 65, 8, 113.75);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (3, 4, 11, '2024-11-23', 6, 1, 108.00);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (4, 2, 2, '2024-12-07', 38, 4, 95.00);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (5, 1, 14, '2024-12-14', 22, 2, 275.00);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (6, 4, 14, '2024-12-20', 17, 5, 187.00);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (7, 3, 15, '2025-01-11', 29, 6, 94.25);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (8, 5, 2, '2025-01-25', 33, 5, 82.50);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (9, 2, 6, '2025-02-08', 54, 11, 94.50);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (10, 6, 3, '2025-02-22', 18, 2, 67.50);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (11, 4, 12, '2025-03-08', 5, 0, 97.50);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (12, 1, 10, '2025-03-15', 14, 9, 35.00);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (13, 3, 17, '2025-04-12', 60, 4, 75.00);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (14, 5, 5, '2025-04-26', 11, 7, 38.50);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (15, 7, 8, '2025-05-17', 36, 3, 81.00);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (16, 2, 1, '2025-06-14', 27, 2, 114.75);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (17, 6, 16, '2025-06-28', 24, 5, 90.00);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (18, 4, 7, '2025-07-12', 48, 6, 96.00);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (19, 1, 19, '2025-08-09', 71, 0, 230.75);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (20, 3, 19, '2025-08-16', 44, 0, 143.00);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (21, 7, 1, '2025-09-13', 31, 4, 131.75);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (22, 2, 15, '2025-10-11', 40, 3, 130.00);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (23, 8, 6, '2025-11-08', 58, 12, 101.50);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (24, 8, 13, '2025-11-22', 26, 1, 78.00);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (25, 4, 14, '2025-12-13', 24, 3, 300.00);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (26, 1, 11, '2026-01-17', 7, 1, 126.00);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (27, 5, 4, '2026-01-31', 80, 14, 60.00);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (28, 6, 9, '2026-02-14', 23, 2, 63.25);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (29, 2, 8, '2026-03-07', 39, 5, 87.75);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (30, 4, 1, '2026-03-14', 35, 1, 148.75);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (31, 8, 16, '2026-03-21', 30, 13, 106.50);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (32, 3, 17, '2026-03-28', 75, 6, 93.75);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (33, 1, 17, '2026-04-04', 90, 10, 112.50);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (34, 7, 3, '2026-05-16', 21, 3, 78.75);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (35, 8, 19, '2026-06-20', 52, 0, 169.00);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (36, 2, 1, '2026-07-11', 33, 12, 140.25);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (37, 4, 13, '2026-08-22', 28, 2, 84.00);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (38, 6, 6, '2026-09-19', 47, 5, 82.25);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (39, 1, 9, '2026-10-17', 34, 4, 93.50);
INSERT INTO daily_sales (sale_id, branch_id, product_id, sale_date, quantity_sold, quantity_wasted, takings) VALUES (40, 5, 15, '2026-11-07', 25, 2, 81.25);

INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (1, 'Margaret', 'Oakes', 1, 'manager', 17.50, '2016-04-04', NULL, '01904 555 101');
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (2, 'Dean', 'Fletcher', 1, 'baker', 14.75, '2022-08-15', NULL, '01904 555 102');
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (3, 'Aisha', 'Karim', 1, 'sales assistant', 12.25, '2024-03-18', NULL, NULL);
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (4, 'Luke', 'Barraclough', 1, 'apprentice', 9.50, '2025-09-01', NULL, '07700 900 118');
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (5, 'Jean', 'Whittaker', 2, 'manager', 16.75, '2019-08-26', '2025-03-31', '01904 555 120');
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (6, 'Robert', 'Sykes', 2, 'manager', 16.50, '2025-04-07', NULL, '01904 555 121');
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (7, 'Zofia', 'Nowak', 2, 'baker', 14.25, '2023-05-22', NULL, NULL);
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (8, 'Connor', 'Haigh', 3, 'manager', 16.25, '2023-03-06', NULL, '01947 555 130');
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (9, 'Ellie', 'Storr', 3, 'sales assistant', 12.00, '2024-06-10', '2026-01-16', '01947 555 131');
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (10, 'Pauline', 'Dixon', 3, 'baker', 13.75, '2023-03-13', NULL, '01947 555 132');
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (11, 'Naveed', 'Hussain', 4, 'manager', 18.00, '2021-06-01', NULL, '01423 555 140');
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (12, 'Claire', 'Thwaite', 4, 'baker', 15.00, '2021-06-07', NULL, '01423 555 141');
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (13, 'Sam', 'Pickles', 4, 'baker', 14.00, '2025-02-17', NULL, NULL);
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (14, 'Hannah', 'Lister', 4, 'sales assistant', 12.50, '2024-11-04', NULL, '01423 555 143');
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (15, 'Gwen', 'Ackroyd', 5, 'manager', 15.75, '2024-01-22', NULL, '01757 555 150');
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (16, 'Toby', 'Marsh', 5, 'sales assistant', 12.00, '2025-07-14', NULL, NULL);
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (17, 'Irene', 'Calvert', 6, 'manager', 16.00, '2024-10-07', NULL, '01765 555 160');
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (18, 'Joe', 'Metcalfe', 6, 'baker', 13.50, '2024-10-14', NULL, '01765 555 161');
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (19, 'Bethany', 'Cross', 7, 'manager', 16.50, '2025-05-01', NULL, '01423 555 170');
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (20, 'Kyle', 'Dobson', 7, 'apprentice', 9.25, '2026-09-07', NULL, '07700 900 171');
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (21, 'Fatima', 'Begum', 8, 'manager', 17.25, '2025-10-13', NULL, '0113 555 180');
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (22, 'Andrew', 'Illingworth', 8, 'baker', 14.50, '2025-10-20', NULL, '0113 555 181');
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (23, 'Megan', 'Rushworth', 8, 'sales assistant', 12.75, '2026-02-09', NULL, '0113 555 182');
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (24, 'Stuart', 'Pell', 5, 'driver', 13.25, '2024-04-29', '2026-06-30', '07700 900 190');
INSERT INTO staff (staff_id, first_name, last_name, branch_id, job_title, hourly_wage, hired_on, left_on, phone) VALUES (25, 'Derek', 'Holroyd', 1, 'driver', 13.75, '2026-07-06', NULL, '07700 900 191');
